"""Whatever a person and the world do in whatever order (reliability 6.6): nothing lost, nothing doubled."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from replica.outbox.effects import NoteCreate
from replica.outbox.op import State
from tests.replica.outbox.desk import TICKET, Desk
from tests.replica.outbox.mortal import IN_MEMORY
from tests.replica.outbox.psa import FAULTS, Fault, Weather
from tests.replica.outbox.schedule import QUIET


class AnyOrder(RuleBasedStateMachine):
    """Acts, faults, waiting, crashes and second thoughts."""

    settle = 180.0

    @initialize(markers=st.booleans(), lag=st.sampled_from([0.0, 5.0, 40.0]))
    def begin(self, markers: bool, lag: float) -> None:
        self.place = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        looks = QUIET.looks if self.settle else ()
        patience = QUIET.model_copy(update={"markers": markers, "settle": self.settle, "looks": looks})
        calm = Weather(share=0.0, read_share=0.0, lag=lag)
        self.desk = Desk(Path(self.place.name) / "data", weather=calm, settings=patience, seed=3 if not markers else 1)
        self.desk.start()
        self.number = 0

    @rule(twin=st.booleans(), window=st.sampled_from([0.0, 4.0]))
    def enter_time(self, twin: bool, window: float) -> None:
        self.desk.hand_in(self.desk.entry(twin=twin), window=window)

    @rule(twin=st.booleans())
    def write_a_note(self, twin: bool) -> None:
        self.number += 1
        text = "Called back" if twin else f"Note {self.number}"
        note = NoteCreate(ticket_id=TICKET, title="Note", description=text, note_type=1, publish=1)
        self.desk.hand_in(note)

    @rule(value=st.integers(50, 60))
    def change_the_status(self, value: int) -> None:
        self.desk.hand_in(self.desk.status(value))

    @rule(fault=st.sampled_from([Fault.ZOMBIE, *FAULTS, Fault.ZOMBIE]))
    def an_entry_meets_a_fault(self, fault: Fault) -> None:
        self.desk.psa.planned.append(fault)
        self.desk.hand_in(self.desk.entry())

    @rule(seconds=st.sampled_from([0.05, 1.0, 5.0, 31.0, 140.0, 200.0]))
    def time_passes(self, seconds: float) -> None:
        self.desk.wait(seconds)

    @rule()
    def the_process_ends_and_starts(self) -> None:
        self.desk.restart()

    @rule()
    def the_sending_stops_and_goes_on(self) -> None:
        self.desk.stop_sending()
        self.desk.go_on_sending()

    @rule()
    def the_last_act_is_taken_back(self) -> None:
        if live := self.desk.outbox.live:
            act = live[-1].act
            if self.desk.do(self.desk.outbox.undo(act)):
                self.desk.undone |= {op.op_id for op in live if op.act == act}

    @rule()
    def the_last_entry_is_entered_anew(self) -> None:
        waiting = [op for op in self.desk.outbox.live if op.state in (State.PENDING, State.REJECTED)]
        if waiting and waiting[-1].kind == "TimeEntryCreate":
            self.desk.do(self.desk.outbox.amend(waiting[-1].op_id, self.desk.entry()))

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            try:
                assert self.desk.come_to_rest() == []
            finally:
                if self.desk.running:
                    self.desk.crash()
                self.place.cleanup()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


class WithoutSettle(AnyOrder):
    """The mutant that believes the first absence it sees, where requests are carried out late."""

    settle = 0.0

    @rule()
    def an_entry_meets_a_fault(self) -> None:
        super().an_entry_meets_a_fault(fault=Fault.ZOMBIE)


def test_believing_the_first_absence_is_caught() -> None:
    hasty = settings(TestAnyOrder.settings, max_examples=150, phases=[Phase.generate])
    with pytest.raises(AssertionError, match="doubled"):
        run_state_machine_as_test(WithoutSettle, settings=hasty)
