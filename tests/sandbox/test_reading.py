from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.tenant import ACME, AT, HEADERS, ROOT, TICKET, Tenant, condition, errors

EVERY = condition("gte", "id", 0)


async def test_query_gives_records_by_ascending_id_whatever_it_asks_and_page_details(tenant: Tenant) -> None:
    answer = await tenant.query("Companies", EVERY, sort=[{"field": "id", "direction": "desc"}])

    assert answer.status_code == 200
    body = answer.json()
    assert [item["id"] for item in body["items"]] == [0, 174, 175, 176]
    assert body["pageDetails"] == {
        "count": 4,
        "requestCount": 500,
        "prevPageUrl": None,
        "nextPageUrl": None,
    }


async def test_paths_body_keys_and_field_names_match_whatever_their_case(tenant: Tenant) -> None:
    search = {"FILTER": [{"OP": "EQ", "FIELD": "COMPANYNAME", "VALUE": "acme"}], "includefields": ["ID"]}

    answer = await tenant.client.post("http://sandbox.test/atservicesrest/v1.0/COMPANIES/Query", json=search)

    assert answer.json()["items"] == [{"id": ACME}]


async def test_values_have_the_form_of_the_wire(tenant: Tenant) -> None:
    answer = await tenant.client.get(f"V1.0/Tickets/{TICKET}")

    assert '"estimatedHours":3.5000' in answer.text
    assert '"createDate":"2026-11-24T08:00:00Z"' in answer.text
    assert answer.json()["item"]["userDefinedFields"] == [
        {"name": "Site code", "value": "N4"},
        *({"name": name, "value": None} for name in ("Badge", "Floor", "Seats", "Move")),
    ]


@pytest.mark.parametrize(
    ("microsecond", "text"),
    [(0, "00Z"), (200_000, "00.2Z"), (113_000, "00.113Z"), (120_900, "00.12Z"), (999, "00Z")],
)
async def test_instants_carry_up_to_three_fraction_digits_trimmed(tenant: Tenant, microsecond: int, text: str) -> None:
    tenant.store.update("Tickets", TICKET, {"dueDateTime": AT.replace(microsecond=microsecond)})

    assert (await tenant.one("Tickets", TICKET))["dueDateTime"] == f"2026-11-24T09:00:{text}"


async def test_records_of_an_entity_without_user_defined_fields_have_no_such_key(tenant: Tenant) -> None:
    (company, *_) = await tenant.items("Companies", EVERY)

    assert "userDefinedFields" not in company


async def test_a_missing_record_is_a_null_item(tenant: Tenant) -> None:
    answer = await tenant.client.get("V1.0/Tickets/99")

    assert (answer.status_code, answer.json()) == (200, {"item": None})


async def test_count_is_of_the_whole_set(tenant: Tenant) -> None:
    search = {"filter": [EVERY], "MaxRecords": 1}

    by_post = await tenant.client.post("V1.0/Companies/query/count", json=search)
    by_get = await tenant.client.get("V1.0/Companies/query/count", params={"search": json.dumps(search)})

    assert by_post.json() == by_get.json() == {"queryCount": 4}


async def test_include_fields_trims_records_in_the_order_of_the_fields(tenant: Tenant) -> None:
    (ticket,) = await tenant.items("Tickets", EVERY, IncludeFields=["title", "ID", "site CODE"])

    assert json.dumps(ticket) == json.dumps(
        {
            "id": TICKET,
            "title": "Printer is on fire",
            "userDefinedFields": [{"name": "Site code", "value": "N4"}],
        }
    )


@pytest.mark.parametrize("name", ["userDefinedFields", "colour"])
async def test_include_fields_knows_fields_only(tenant: Tenant, name: str) -> None:
    answer = await tenant.query("Tickets", EVERY, IncludeFields=["id", name])

    assert errors(answer) == [f"Unable to find {name} in the Ticket Entity."]


@pytest.mark.parametrize("size", [0, 501, -1, "many", True])
async def test_page_size_outside_its_range_is_refused(tenant: Tenant, size: object) -> None:
    answer = await tenant.query("Tickets", EVERY, MaxRecords=size)

    assert errors(answer) == ["maxCountOfRecordsToReturn must be between 1 and 500"]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"filter":null}', b'{"filter":{}}'])
async def test_a_query_without_filter_is_refused(tenant: Tenant, body: bytes) -> None:
    answer = await tenant.client.post("V1.0/Tickets/query", content=body)

    assert errors(answer)[0].endswith("Parameter name: filters")


NESTED = b'{"filter":[{"field":"id","op":' + b"[" * 130 + b"]" * 130 + b"}]}"
"""What JSON could be read from, and what asks for it could not be shown."""


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b'{"filter":' + b"[" * 5000, NESTED])
async def test_a_body_that_is_no_json_object_is_refused(tenant: Tenant, body: bytes) -> None:
    errors(await tenant.client.post("V1.0/Tickets/query", content=body))


class TestPaging:
    async def test_after_a_post_the_next_page_wants_the_filter_again_by_post(self, tenant: Tenant) -> None:
        search = {"filter": [EVERY], "MaxRecords": 3}
        first = (await tenant.client.post("V1.0/Companies/query", json=search)).json()
        following = first["pageDetails"]["nextPageUrl"]

        by_get = await tenant.client.get(following)
        empty = await tenant.client.post(following)
        second = (await tenant.client.post(following, json=search)).json()

        assert "search" not in parse_qs(urlsplit(following).query)
        assert by_get.status_code == 405
        assert by_get.json() == {"Message": "The requested resource does not support http method 'GET'."}
        assert errors(empty)[0].endswith("Parameter name: filters")
        assert [item["id"] for item in second["items"]] == [176]
        assert second["pageDetails"]["nextPageUrl"] is None

    async def test_after_a_get_the_address_carries_the_search(self, tenant: Tenant) -> None:
        search = {"search": json.dumps({"filter": [EVERY], "MaxRecords": 3})}
        first = (await tenant.client.get("V1.0/Companies/query", params=search)).json()

        second = (await tenant.client.get(first["pageDetails"]["nextPageUrl"])).json()

        assert [item["id"] for item in second["items"]] == [176]

    async def test_the_search_in_the_address_is_in_single_quotes_like_the_real_one(self, tenant: Tenant) -> None:
        names = [condition("contains", "companyName", """e"'\\"""), condition("gte", "id", 0)]
        search = {"filter": [{"op": "or", "items": names}], "MaxRecords": 1}
        first = (await tenant.client.get("V1.0/Companies/query", params={"search": json.dumps(search)})).json()
        following = first["pageDetails"]["nextPageUrl"]
        second = (await tenant.client.get(following)).json()
        third = (await tenant.client.get(second["pageDetails"]["nextPageUrl"])).json()

        assert "&search=%7b%27filter%27%3a%5b%7b%27op%27%3a%27or%27%2c%27items%27" in following
        assert [page["items"][0]["id"] for page in (first, second, third)] == [0, 174, 175]
        assert second["pageDetails"]["nextPageUrl"].split("&")[1] == following.split("&")[1]

    async def test_the_address_has_the_shape_of_the_real_one(self, tenant: Tenant) -> None:
        answer = await tenant.query("Companies", EVERY, MaxRecords=2)

        assert answer.json()["pageDetails"]["nextPageUrl"] == (
            f"{ROOT}V1.0/Companies/query/next"
            "?paging=%7b%22pageSize%22%3a2%2c%22previousIds%22%3a%5b-1%5d%2c%22nextIds%22%3a%5b174%5d%7d"
        )

    async def test_one_can_walk_forth_and_back(self, tenant: Tenant) -> None:
        search = {"filter": [EVERY], "MaxRecords": 1}
        seen, body = [], (await tenant.client.post("V1.0/Companies/query", json=search)).json()
        while following := body["pageDetails"]["nextPageUrl"]:
            body = (await tenant.client.post(following, json=search)).json()
        while preceding := body["pageDetails"]["prevPageUrl"]:
            seen.append(body["items"][0]["id"])
            body = (await tenant.client.post(preceding, json=search)).json()

        assert [*seen, body["items"][0]["id"]] == [176, 175, 174, 0]

    async def test_the_way_back_is_fifty_pages_long(self, tenant: Tenant) -> None:
        tenant.store.insert_many("Skills", [{"name": f"Skill {number}"} for number in range(54)])
        search = {"filter": [EVERY], "MaxRecords": 1}
        body, back = (await tenant.client.post("V1.0/Skills/query", json=search)).json(), 0
        while following := body["pageDetails"]["nextPageUrl"]:
            body = (await tenant.client.post(following, json=search)).json()
        while preceding := body["pageDetails"]["prevPageUrl"]:
            body, back = (await tenant.client.post(preceding, json=search)).json(), back + 1

        assert (back, body["items"][0]["name"]) == (50, "Skill 3")

    @pytest.mark.parametrize(
        "token", ["", "{}", "[]", '{"pageSize":9999,"previousIds":[],"nextIds":[1]}',
                  '{"pageSize":5,"previousIds":[],"nextIds":[99999999999999999999]}',
                  '{"pageSize":5,"previousIds":[],"nextIds":[1e999]}', "[" * 9_000]
    )  # fmt: skip
    async def test_a_token_that_is_not_ours_is_refused(self, tenant: Tenant, token: str) -> None:
        answer = await tenant.client.post(
            "V1.0/Companies/query/next", params={"paging": token}, json={"filter": [EVERY]}
        )

        errors(answer)


class TestChildren:
    async def test_children_are_read_under_their_parent_and_at_the_top(self, tenant: Tenant) -> None:
        under = (await tenant.client.get(f"V1.0/Companies/{ACME}/Contacts")).json()
        at_top = await tenant.items("Contacts", condition("eq", "companyID", ACME))

        assert under["items"] == at_top
        assert [item["id"] for item in at_top] == [900]

    async def test_one_child_is_found_under_its_own_parent_only(self, tenant: Tenant) -> None:
        own = await tenant.client.get(f"V1.0/Companies/{ACME}/Contacts/900")
        strange = await tenant.client.get("V1.0/Companies/176/Contacts/900")

        assert own.json()["item"]["lastName"] == "Acme"
        assert strange.json() == {"item": None}

    @pytest.mark.parametrize(
        "path",
        [
            f"Tickets/{TICKET}/Notes/query",
            f"Tickets/{TICKET}/TimeEntries",
            "TicketNotes",
            "Nothing",
            "Nothing/query",
            "Tickets/seven",
            "Tickets/query/all",
            "",
        ],
    )
    async def test_paths_that_do_not_exist_are_404_without_errors(self, tenant: Tenant, path: str) -> None:
        answer = await tenant.client.get(f"V1.0/{path}")

        assert answer.status_code == 404
        assert "errors" not in answer.json()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "Tickets/7000"),
        ("PATCH", "Tickets/7000"),
        ("DELETE", "TicketNotes/1"),
        ("DELETE", "Tickets/7000/Notes/1"),
        ("PATCH", "Tickets/7000/SecondaryResources"),
        ("GET", "Tickets"),
        ("POST", "Resources"),
        ("POST", "ThresholdInformation"),
        ("TRACE", "Tickets/7000"),
    ],
)
async def test_verbs_that_are_not_offered_are_405(tenant: Tenant, method: str, path: str) -> None:
    answer = await tenant.client.request(method, f"V1.0/{path}")

    assert answer.status_code == 405
    assert answer.json() == {"Message": f"The requested resource does not support http method '{method}'."}


async def test_a_get_address_over_the_limit_finds_nothing(tenant: Tenant) -> None:
    search = json.dumps({"filter": [condition("in", "id", list(range(1000, 1400)))]})

    answer = await tenant.client.get("V1.0/Tickets/query", params={"search": search})

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


async def test_the_answers_date_is_the_worlds_and_no_header_tells_of_limits(tenant: Tenant) -> None:
    answer = await tenant.client.get(f"V1.0/Tickets/{TICKET}")

    assert answer.headers["date"] == "Tue, 24 Nov 2026 09:00:00 GMT"
    assert not [name for name in answer.headers if "rate" in name.lower() or "retry" in name.lower()]


async def test_the_world_lives_up_to_each_request_before_it_is_answered(tenant: Tenant) -> None:
    await tenant.client.get(f"V1.0/Tickets/{TICKET}")
    tenant.clock.set(AT.replace(hour=10))
    await tenant.client.get(f"V1.0/Tickets/{TICKET}", headers=HEADERS)

    assert tenant.world.lived == [AT, AT.replace(hour=10)]
