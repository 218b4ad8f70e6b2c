// `node apigrate.cjs URL USER SECRET CODE QUEUE`: what @apigrate/autotask-restapi makes of the sandbox, as JSON.
const { AutotaskRestApi, FilterOperators } = require("@apigrate/autotask-restapi");

const [url, user, secret, code, queue] = process.argv.slice(2);
const api = new AutotaskRestApi(user, secret, code, { base_url: url });
const every = { filter: [{ op: FilterOperators.gte, field: "id", value: 0 }] };
console.error = () => {}; // it complains there of each failure that is asked for below

async function status(asked) {
  try {
    const answer = await asked();
    return answer === null ? null : 200;
  } catch (problem) {
    return problem.status;
  }
}

function other(changes) {
  const { u = user, s = secret, c = code } = changes;
  return new AutotaskRestApi(u, s, c, { base_url: url });
}

async function main() {
  const told = {};
  const page = await api.Tickets.query({ ...every, MaxRecords: 2, IncludeFields: ["id"] });
  told.zone = api.zoneInfo.url;
  told.page = { ids: page.items.length, requestCount: page.pageDetails.requestCount };
  told.missing = await api.Companies.get(99999999);
  const { fields } = await api.Tickets.fieldInfo();
  told.picklist = typeof fields.find((field) => field.name === "queueID").picklistValues[0].value;

  const asked = { companyID: 0, title: "Mail is slow", status: 1, priority: 2, queueID: Number(queue) };
  const { itemId: ticket } = await api.Tickets.create(asked);
  await api.Tickets.update({ id: ticket, title: "Mail is slow today" });
  told.title = (await api.Tickets.get(ticket)).item.title;
  await api.TicketNotes.create(ticket, { title: "Called", description: "No answer.", noteType: 1, publish: 1 });
  const mine = { filter: [{ op: FilterOperators.eq, field: "ticketID", value: ticket }] };
  told.notes = (await api.TicketNotes.query(mine)).items.map((note) => note.description);
  const checklist = await api.TicketChecklistItems.create(ticket, { itemName: "Look" });
  const contact = await api.CompanyContacts.create(0, { firstName: "Ada", lastName: "Byron", isActive: 1 });
  told.children = { checklist: checklist.itemId > 0, contact: contact.itemId > 0 };

  const data = Buffer.from("hello").toString("base64");
  const file = { attachmentType: "FILE_ATTACHMENT", publish: 1, fullPath: "a.txt", title: "a", data };
  const attached = await api.TicketAttachments.create(ticket, file);
  const whole = attached && (await api.TicketAttachments.get(ticket, attached.itemId));
  told.attachment = whole && Buffer.from((whole.items ? whole.items[0] : whole.item).data, "base64").toString();

  told.refusals = {
    "unknown route": await status(() => api.CompanyContacts.query(every)),
    "no such verb": await status(() => api.Tickets.delete(ticket)),
    "wrong secret": await status(() => other({ s: "wrong" }).Companies.get(0)),
    "wrong code": await status(() => other({ c: "wrong" }).Companies.get(0)),
    "wrong user": await status(() => other({ u: "nobody@sandbox.example" }).Companies.get(0)),
  };
  console.log(JSON.stringify(told));
}

main();
