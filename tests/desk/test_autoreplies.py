"""What a machine writes in a customer's name is told from what a person writes."""

import pytest

from desk.autoreplies import is_auto_reply, is_machine

AUTOMATIC = [
    ("Automatic reply: Your ticket", "I am away."),
    ("Out of Office: T20261124.0031", ""),
    ("Automatische Antwort: Ihr Ticket", "Guten Tag"),
    ("Abwesenheitsnotiz", "Bin nicht da"),
    ("Automatisch antwoord: Uw melding", "Beste"),
    ("Réponse automatique : votre demande", "Bonjour"),
    ("Respuesta automática: su incidencia", "Hola"),
    ("", "Thank you for your email. I am out of the office until Monday 30 November with limited access to email."),
    ("Re: printer", "I'm on annual leave until 4 January. For urgent matters please contact Jo Park.\n\nRegards\nLena"),
    ("", "Vielen Dank für Ihre Nachricht. Ich bin bis 30.11. nicht im Büro."),
    ("", "Ich bin derzeit im Urlaub. In dringenden Fällen wenden Sie sich bitte an Herrn Weiß."),
    ("", "Bedankt voor uw bericht. Ik ben met vakantie tot 1 december."),
    ("", "Merci de votre message. Je suis en congés jusqu’au 30 novembre. En cas d’urgence, joignez Luc."),
    ("", "Gracias por su mensaje. Estoy fuera de la oficina hasta el lunes."),
    ("", "This is an automated response. We have received your message."),
]

WRITTEN = [
    ("RE: Your ticket", "It still fails."),
    ("", "I am out of the office on Friday, can you do it today?"),
    ("", "Thanks for your email, works now."),
    ("", "I will be on leave next week, so please call Tom instead."),
    ("", "Please set up an out of office reply for Jo, she is on maternity leave."),
    ("RE: Automatic reply: Your ticket", "Ignore that one, I am back. The printer still jams."),
    ("", "Der Drucker im Büro geht nicht."),
    ("", "Thank you for your message. Could you call me? I am out of the office at noon."),
    (
        "",
        "works now, ok\n\nOn Mon, Jo wrote:\n> Thank you for your email. I am out of the office.",
    ),
    ("", ""),
]


@pytest.mark.parametrize(("subject", "text"), AUTOMATIC)
def test_an_out_of_office_reply_is_recognised_in_five_languages(subject: str, text: str) -> None:
    assert is_auto_reply(subject, text)


@pytest.mark.parametrize(("subject", "text"), WRITTEN)
def test_a_person_who_speaks_of_being_away_is_heard(subject: str, text: str) -> None:
    assert not is_auto_reply(subject, text)


@pytest.mark.parametrize(
    "address",
    [
        "noreply@vendor.example",
        "no-reply@x.example",
        "alerts@rmm.example",
        "backup-monitoring@x.example",
        "NOC@x.example",
    ],
)
def test_the_mailbox_of_a_program_is_known_by_its_name(address: str) -> None:
    assert is_machine(address)


@pytest.mark.parametrize("address", ["", "lena@northwind.example", "nocera@x.example", "m.alert@x.example.org", "it@x"])
def test_people_are_not_taken_for_programs(address: str) -> None:
    assert is_machine(address) is (address == "m.alert@x.example.org")
