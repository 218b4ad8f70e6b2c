"""Who is interrupted by a critical incident that nobody is on, and who is told to be on call."""

from desk.model import Alarm, Delta, ItemId, View
from tests.desk.shop import ANA, BEN, CHI, CRITICAL, NEW, Following, Shop, at, resource, ticket, ticket_id, us
from workflows.on_call_file import read_rota

ROTA = read_rota(
    """
team = "Service desk"
zone = "Europe/London"
[[weekly]]
days = "mon-sun"
from = "18:00"
to = "08:00"
who = "Ana Ruiz"
backup = "ben@desk.example"
""",
    name="desk.toml",
)
NIGHTLY = 'from = "18:00"\nto = "08:00"\nwho = '
PEOPLE = ("ana@desk.example", "ben@desk.example", "chi@desk.example")


def down(number: int, opened: str, day: int = 24) -> object:
    """A critical incident that nobody has taken."""
    return ticket(
        number,
        title="Server down, nobody can work",
        status=NEW,
        priority=CRITICAL,
        assigned_resource_id=None,
        create_date=at(opened, day),
        last_activity_date=at(opened, day),
        first_response_date_time=None,
    )


async def everybody(shop: Shop) -> list[Following]:
    return [await shop.live(me, rotas=(ROTA,)) for me in PEOPLE]


def interrupts(following: Following) -> list[ItemId]:
    return [item.id for item in following.desk.queue(View.MINE).items if item.place.rung == 1]


def alarms(deltas: list[Delta]) -> list[Alarm]:
    return [alarm for delta in deltas for alarm in delta.alarms if alarm.what is None]


async def test_at_night_it_interrupts_who_is_on_call_then_the_backup_and_in_the_morning_everybody(shop: Shop) -> None:
    shop.clock.set(us(at("21:00")))
    ana, ben, chi = await everybody(shop)
    changes = await shop.put(down(1, "21:00"))
    told = [alarms(await each.take(changes)) for each in (ana, ben, chi)]
    assert [len(each) for each in told] == [1, 0, 0]
    assert [interrupts(each) for each in (ana, ben, chi)] == [[ticket_id(1)], [], []]
    assert [item.id for item in chi.desk.queue(View.TEAM).items] == [ticket_id(1)]
    state, now = chi.desk.state, chi.desk.clock.now()
    [critical] = chi.desk.queue(View.TEAM).items
    spared, turns = state.call_out.spares(CHI, critical, state.tenant.calendars.always.calendar, now)
    assert (spared, turns) == (True, us(at("08:00", 25))), "on 24x7 hours too: they say nothing of when people work"

    told = [alarms(await each.move(at("21:15"))) for each in (ana, ben, chi)]
    assert [len(each) for each in told] == [0, 1, 0]
    told = [alarms(await each.move(at("08:00", 25))) for each in (ana, ben, chi)]
    assert [len(each) for each in told] == [0, 0, 1]
    assert interrupts(chi) == [ticket_id(1)]


async def test_in_business_hours_it_interrupts_everybody_until_they_close(shop: Shop) -> None:
    shop.clock.set(us(at("17:50")))
    await shop.put(down(1, "17:50"))
    ana, ben, chi = await everybody(shop)
    assert [interrupts(each) for each in (ana, ben, chi)] == [[ticket_id(1)]] * 3
    await chi.move(at("18:00"))
    assert interrupts(chi) == []


async def test_where_nobody_known_is_on_call_it_interrupts_everybody(shop: Shop) -> None:
    """And a name that nobody answers to is told, with its line."""
    shop.clock.set(us(at("21:00")))
    await shop.put(down(1, "21:00"))
    unknown, weekdays, other_team = (
        read_rota(f'team = "x"\nzone = "Europe/London"\n{said}', name="desk.toml")
        for said in (
            f'[[weekly]]\ndays = "mon-sun"\n{NIGHTLY}"Ann Ruiz"\n',
            f'[[weekly]]\ndays = "sat"\n{NIGHTLY}"Ana Ruiz"\n',
            f'queues = ["Network"]\n[[weekly]]\ndays = "mon-sun"\n{NIGHTLY}"Ana Ruiz"\n',
        )
    )
    chi = await shop.live("chi@desk.example", rotas=(unknown,))
    assert interrupts(chi) == [ticket_id(1)]
    assert [notice for notice in chi.desk.notices if "Ann Ruiz" in notice] == [
        'desk.toml, line 7: No resource is called "Ann Ruiz". Near: Ana Ruiz (ana@desk.example).'
    ]
    strange = 'desk.toml, line 3: No queue is called "Network". Write one of Service Desk, Monitoring Alert.'
    for rotas, notices in (((weekdays,), []), ((other_team,), [strange]), ((), [])):
        chi = await shop.live("chi@desk.example", rotas=rotas)
        assert interrupts(chi) == [ticket_id(1)]
        assert [notice for notice in chi.desk.notices if "toml" in notice] == notices
    await shop.put(resource(ANA, "Ana", "Ruiz", is_active=False))
    chi = await shop.live("chi@desk.example", rotas=(ROTA,))
    assert interrupts(chi) == [ticket_id(1)], "who has left is woken by nothing"
    assert chi.desk.notices[0] == "desk.toml, line 8: Ana Ruiz is not active any more."


async def test_each_is_told_who_is_on_call(shop: Shop) -> None:
    ana, ben, _ = await everybody(shop)
    assert (ana.desk.on_call_text(), ben.desk.on_call_text()) == ("", "")
    await ana.move(at("18:00"))
    assert ana.desk.on_call_text() == "you are on call until Wed 08:00"
    assert ben.desk.on_call_text() == "on call: Ana Ruiz"
    [team] = ben.desk.on_call()
    assert (team.person and team.person.id, team.backup and team.backup.id) == (ANA, BEN)
