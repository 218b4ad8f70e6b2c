"""The words by which a thank-you is known: English, German, Dutch, French, Spanish, Portuguese, in this order; folded
as `workflows.phrases` folds.

Thanks, praise and "it works" make a thank-you; an acknowledgement ("ok", "noted") or a filler only goes with one.
"""

from collections.abc import Iterator

from workflows.vetoes import TROUBLE_STEMS, VETO_STEMS, VETO_WORDS

__all__ = [
    "ACKNOWLEDGED",
    "CLOSING",
    "COMPANIONS",
    "FILLERS",
    "FOR_NEWS",
    "GREETING",
    "IN_ADVANCE",
    "ONLY_THANKS",
    "THANKING",
    "TROUBLE_STEMS",
    "VETO_STEMS",
    "VETO_WORDS",
]


def _phrases(*lines: str) -> Iterator[str]:
    for line in lines:
        yield from (phrase.strip() for phrase in line.split(","))


THANKING = tuple(
    _phrases(
        # English
        "thanks, thank you, thank u, thx, ty, tks, thanx, cheers, many thanks, much appreciated",
        "appreciate|appreciated",
        "appreciate it|that|your, thanks again, thank you again, thank you once again, thanks|thank you so|very much",
        "thanks for letting|keeping me|us know|posted|informed",
        "thank you for letting|keeping me|us know|posted|informed, thanks a million|lot|ton, a million",
        "perfect, perfectly, great, excellent, awesome, amazing, wonderful, fantastic, brilliant, super, superb",
        "lovely",
        "nice, fab, fabulous, great|good stuff, good job|work, great job|work, well done, all good, all good now",
        "sorted",
        "all sorted, all set, first class|rate, top notch, keep up the good work, spot on, star, legend, lifesaver",
        "hero",
        "you guys|all are, you re|are a|the star|legend|lifesaver|hero|best, rock, stars, no thanks needed",
        "works|working now, works|working fine|great|perfectly|well|like, works a treat, like a charm, it works",
        "works|working again, works|working fine|perfectly again|now, everything|all works|working, works, working",
        "everything|all works|working again|now|fine|perfectly, everything|all is|s working again|now|fine|perfectly",
        "that|it|this worked, worked perfectly|fine|great|well|like, did the trick, fixed, resolved, solved",
        "all fixed",
        "i can log|sign in, i can log|sign in again|now, i can print|work|connect|access|open, able to log|sign in",
        "i can print|work|connect again|now, able to log|sign in again|now, able to print|work|connect|access|open",
        "able to print|work|connect again|now",
        "issue|problem|error is|was|has fixed|resolved|solved|gone, issue|problem|error fixed|resolved|solved|gone",
        "issue|problem|error has been fixed|resolved|solved, fixed|solved|resolved the|my issue|problem|error",
        "fixing|solving|resolving the|my|this|our issue|problem|error, that|it s fixed|sorted|resolved|solved",
        "i am|m back in|online, as expected, as it should, ta",
        "no further action|help|assistance|steps required|needed",
        "for your|the|all help|time|assistance|support today|yesterday|earlier, all done",
        "it|that|all|everything s|is fine|good|ok|okay, it|that|all|everything s|is fine|good|ok|okay now|again",
        "fine now",
        "good to go, very helpful|quick|fast, looks good, looks fine, job done, running smoothly",
        "running smoothly again|now, all is well",
        "all is well now, seems fine|good|ok, seems fine|good|ok now, magic",
        "thank you kindly, thanks very much indeed, no more errors|drops|crashes, much better now",
        "back to normal, up and running, back up and running, back online, up and running again",
        "no problem, no problems, no worries, no more issues|problems, no further help needed",
        # German
        "danke, dankeschon, vielen dank, vielen lieben dank, lieben dank, besten dank, herzlichen dank, dank",
        "tausend dank",
        "danke nochmal|nochmals, perfekt, prima, klasse, toll, spitze, wunderbar, bestens, alles klar, alles gut",
        "alles bestens, funktioniert, funktioniert wieder|jetzt, funktioniert alles, funktioniert alles wieder",
        "klappt",
        "alles funktioniert|klappt|lauft|geht wieder, klappt wieder|jetzt, geht wieder|jetzt, lauft, lauft alles",
        "lauft alles wieder, lauft wieder|jetzt, passt, alles wieder gut, erledigt, hat geklappt, gelost, behoben",
        "problem ist|wurde behoben|gelost|erledigt, problem behoben|gelost|erledigt, jetzt geht es",
        "es geht wieder|jetzt, hat funktioniert, einwandfrei, sehr gut, alles wieder in ordnung, wieder in ordnung",
        "ging ja fix|schnell",
        "das ging ja fix|schnell, hervorragend, ausgezeichnet",
        # Dutch
        "bedankt, dank je|u|jullie, dank je wel, dankjewel, dankuwel, hartelijk, hartelijk dank, top, fijn, mooi",
        "gelukt",
        "geweldig, fantastisch, helemaal goed, prima, werkt, werkt weer|nu, het werkt weer, werkt nu weer",
        "alles werkt",
        "alles werkt weer|nu, werkt alles weer, werkt weer prima|goed, werkt nu weer prima|goed, opgelost, geregeld",
        "probleem is opgelost|verholpen, probleem opgelost|verholpen, weer in orde, alles in orde",
        "alles is weer in orde",
        "dankjulliewel, naar behoren, werkt naar behoren, topservice, keurig, uitstekend, het is gelukt",
        "doet het weer, hij|het doet het weer",
        # French
        "merci, merci beaucoup, mille mercis, encore merci, merci encore, un grand merci, merci infiniment, remercie",
        "parfait, genial, impeccable, nickel, tres bien, au top, ca marche, cela fonctionne, ca fonctionne",
        "fonctionne",
        "fonctionne|marche a|de nouveau, de nouveau fonctionnel, marche, resolu, regle",
        "c est bon|regle|resolu|parfait",
        "tout est rentre dans l ordre, c est rentre dans l ordre, probleme resolu|regle, probleme est resolu|regle",
        "ca remarche, remarche, refonctionne, au poil, formidable, c est tout bon, tout est ok, tout bon",
        "vous etes au top, tout est bon",
        "tout fonctionne|marche, bon|super|excellent travail",
        # Spanish
        "gracias, muchas gracias, muchisimas gracias, mil gracias, gracias de nuevo, perfecto, excelente, estupendo",
        "funciona, ya funciona, ya funciona todo, todo funciona, de nuevo funciona, todo bien, todo correcto",
        "solucionado, resuelto, arreglado, ya esta solucionado|resuelto|arreglado, agradecid*, agradezco, listo",
        "ya puedo entrar|acceder|imprimir|trabajar, problema resuelto|solucionado|arreglado",
        "problema esta resuelto|solucionado|arreglado, muy amable, perfectamente, correctamente, ya esta",
        "ya me funciona",
        "ya va|anda, fenomenal, de maravilla",
        # Portuguese, and a little Italian
        "obrigado, obrigada, muito obrigado|obrigada, perfeito, otimo, funcionou, funcionando, resolvido, valeu",
        "agradeco, deu certo, grazie, grazie mille, perfetto, funziona",
    )
)

CLOSING = tuple(
    _phrases(
        "you can close, can be closed, please close, feel free to close, happy to close",
        "happy for this|it to be closed",
        "close the|this|it, can close, can now close, kann geschlossen werden, konnen sie schliessen",
        "kann zu, mag dicht, kan dicht, mag gesloten worden, kan gesloten worden, kunt sluiten, vous pouvez cloturer",
        "vous pouvez fermer|cloturer|clore, peut etre ferme|cloture|clos, pueden|puede|puedes cerrar",
        "se puede cerrar",
        "pode fechar|encerrar",
    )
)
"""The customer says that the ticket can be closed."""

ACKNOWLEDGED = tuple(
    _phrases(
        "done, confirmed, noted, received, ok, okay, k, got it, will do, understood, yes, yep, yeah, sure, no thanks",
        "ja, in ordnung, verstanden, begrepen, oke, oui, d accord, bien recu, si, de acuerdo, entendido, vale, sim",
        # Who promises to wait asks for nothing; who says that he waits may well complain.
        "i|we will|ll|can wait, ik wacht het|dat af, ik wacht af, j attendrai, esperare, aguardarei",
    )
)
"""Goes with a thank-you, and may be an answer where something was asked."""

ONLY_THANKS = frozenset(
    word
    for line in (
        "thanks thank thx ty tks thanx ta cheers appreciate appreciated many much again once million lot ton",
        "danke dank dankeschon besten herzlichen vielen vielmals tausend merci bedankt hartelijk duizendmaal dankjewel",
        "beaucoup mille grand remercie gracias muchas muchisimas mil agradezco agradecido agradecida obrigado obrigada",
        "muito grato grata agradeco",
    )
    for word in line.split()
)
"""Words of thanks that say nothing of how it stands: more than that may answer what was asked."""

FOR_NEWS = tuple(
    _phrases(
        "thanks|thx for the|your|this update|info|information|reply|response|answer|message|news|feedback",
        "thank you for the|your|this update|info|information|reply|response|answer|message|news|feedback",
        "thanks|thx for the|your quick|fast|prompt update|reply|response|answer|feedback",
        "thank you for the|your quick|fast|prompt update|reply|response|answer|feedback",
        "danke|dank fur die|ihre|deine|eure info|information|ruckmeldung|antwort|nachricht",
        "bedankt voor de|je|uw|jullie update|info|informatie|reactie|terugkoppeling|bericht, bedankt voor het bericht",
        "merci pour le|votre|ce message, merci pour votre|la|cette reponse|information, merci pour l information|info",
        "gracias por la|su|tu respuesta|informacion|actualizacion, gracias por el|su|tu mensaje|aviso",
        "obrigado|obrigada pela|por resposta|informacao|atualizacao, obrigado|obrigada pelo retorno",
    )
)
"""Thanks for being told something, which no request is wrapped in as it may be in thanks for a deed."""

IN_ADVANCE = tuple(
    _phrases(
        "thanks|thx in advance, thank you in advance, danke|dank im voraus",
        "alvast bedankt, bij voorbaat dank, merci d|par avance, merci beaucoup d avance",
        "gracias de antemano, muchas gracias de antemano, obrigado|obrigada desde ja, grazie in anticipo",
    )
)
"""Thanks for what is still to be done: a request, unless it closes thanks for news as a "kind regards" does."""

GREETING = tuple(
    _phrases(
        "guten morgen|tag|abend, good morning|afternoon|evening|day, morning all|team|guys, wie immer, comme toujours",
        "you too, you all too, you guys too",
        "como siempre, como sempre, have a nice|great|good|lovely|wonderful day|weekend|evening|one|week",
    )
)
"""Holds words that would forbid elsewhere."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


FILLERS = _words(
    # English
    "hi hello hey dear team all support helpdesk everyone guys folks mate sir you your yours for the a i we so very",
    "much",
    "and to of my me us in with really just now x xx both kind best warm regards br kr rgds as always usual ever",
    "quickly",
    "promptly lot million happy glad pleased nice great lovely day weekend week one enjoy good morning afternoon",
    "evening that this indeed phew pour moi hartstikke",
    # German
    "hallo guten tag abend liebes lieber liebe lieben ihr ihre ihrer ihnen euch eure dir dich fur die das der den",
    "dem",
    "sehr schon wel und jetzt nun auf vom von sie mir uns so ein eine einen herr frau vielen viele nochmals nochmal",
    "immer",
    "schonen schones feierabend wochenende mit freundlichen besten herzlichen grussen gruss grusse mfg vg lg",
    # Dutch
    "hoi dag goedemorgen goedemiddag beste je jouw jullie u uw voor de het een dat dit zo nu heel erg jij en",
    "ontzettend",
    "enorm reuze fijne avond weekend zoals altijd met vriendelijke groet mvg",
    # French
    "bonjour bonsoir vous votre vos pour le la les un une tous tres c et l d a au toute bien bon bonne journee",
    "soiree week",
    "end fin continuation comme toujours cordialement infiniment grand equipe",
    # Spanish
    "hola buenos buenas dias tardes por su tu la el lo las los muy y ya con equipo buen buena dia fin de semana un",
    "saludo",
    "saludos como siempre vuestra",
    # Portuguese
    "ola pela pelo o muito e ja bom boa dia tarde noite equipe atenciosamente sempre",
)
"""Greetings and small words, which say nothing wherever they stand."""

COMPANIONS = _words(
    # English
    "it is its was are have has been s m re ve on by everything job work time update ticket case service patience",
    "effort",
    "efforts quick speedy fast prompt help helping helpful assistance response reply answer fix fixing sorting",
    "sorted out",
    "at our end side ever resolving taking care looking into solution resolution turnaround",
    # German
    "es ist war alles schnelle schnellen schnell rasche tolle super prompte gute nette hilfe unterstutzung",
    "ruckmeldung",
    "muhe bemuhungen geduld einsatz info information infos erledigung bearbeitung service",
    # Dutch, French
    "is terugkoppeling snelle snel hulp reactie alle alles est tout toutes aide rapide rapidite reactivite reponse",
    "intervention",
    "efficacite",
    # Spanish, Portuguese
    "es esta todo toda ayuda rapida rapidez respuesta atencion gestion amable tudo ajuda trabalho",
)
"""What thanks are for, and verbs: explained only beside a word of thanks."""
