"""How phrases are found, and what of a mail is its writer's own."""

import pytest

from workflows.phrases import Phrases, fold, label_key, words
from workflows.thread import bare_title, own_words


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("server down", "the server down again", True),
        ("server down", "the server is down", False),
        ("server .. down", "the server in Leeds is still down", True),
        ("server .. down", "the server hums. The lift is down", False),
        ("server .. down", "server one two three four five down", False),
        ("server ~ down", "the server is still down", True),
        ("server ~ down", "the server down", True),
        ("server ~ down", "the server in Leeds is down", False),
        ("server ~ down", "the server. It fell down", False),
        ("crash*", "it crashes", True),
        ("*ausfall", "Netzwerkausfall", True),
        ("can|could you", "Could you", True),
        ("cant", "I can't", True),
        ("cant", "I can’t", True),
        ("reinitialiser", "Réinitialiser", True),
        ("# users", "12 users", True),
        ("# users", "3 users", False),
        ("# users", "12 tall users", False),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, text: str, found: bool) -> None:
    phrases: Phrases[str] = Phrases()
    phrases.add(phrase, "it")
    assert bool(list(phrases.find(words(text)))) is found


@pytest.mark.parametrize("phrase", ["", ".. down", "down ..", "~ down", "down ~", "ab*", "a/b"])
def test_a_phrase_that_means_nothing_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Phrases[str]().add(phrase, "it")


def test_labels_are_compared_without_case_marks_and_accents() -> None:
    assert label_key("1 - CRITICAL!") == label_key("1 critical")
    assert fold("Größe Ñandú") == "grosse nandu"


def test_a_reply_is_its_own_words() -> None:
    assert own_words("Yes please.\n> do you want it?\n").strip() == "Yes please."
    assert own_words("Ja gerne.\n\nAm Mo., 16. Nov. 2026 schrieb Support:\nNein").strip() == "Ja gerne."
    assert own_words("Oui merci.\n\n-----Message d'origine-----\nNon").strip() == "Oui merci."
    assert own_words("Do it now.\n-- \nHelen").strip() == "Do it now."


def test_a_bare_forward_is_what_it_forwards() -> None:
    assert "printer" in own_words("-----Forwarded Message-----\nFrom: Ann\n\nThe printer jams")


def test_a_title_without_its_marks() -> None:
    assert bare_title("RE: AW: Fwd: Printer") == "Printer"
    assert bare_title("Reset: printer") == "Reset: printer"


@pytest.mark.parametrize(
    "disclaimer",
    [
        "The contents of this e-mail are for the named recipient. If you received it in error please delete it.",
        "If you have received this message in error, tell us.",
        "If you are not the intended recipient, delete it.",
        "Sollten Sie diese E-Mail irrtümlich erhalten haben, löschen Sie sie.",
        "Indien u dit bericht per vergissing hebt ontvangen, verwijder het.",
        "Si vous avez reçu ce message par erreur, supprimez-le.",
        "Si ha recibido este correo por error, bórrelo.",
        "Se você recebeu esta mensagem por engano, apague-a.",
    ],
)
def test_a_disclaimer_is_not_what_was_said(disclaimer: str) -> None:
    assert own_words(f"My screen flickers.\n\n{disclaimer}").strip() == "My screen flickers."


@pytest.mark.parametrize(
    "said",
    [
        "We got the invoice in error.",
        "Wenn Sie das versehentlich gelöscht haben, bitte zurückholen.",
        "The contents of this email are garbled.",
    ],
)
def test_what_only_sounds_like_a_disclaimer_is_said(said: str) -> None:
    assert own_words(f"Hello all.\n{said}").endswith(said)
