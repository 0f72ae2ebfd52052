// ical.js's reading of the calendar on stdin, as JSON; the first argument is the folder that npm installed it in.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(`${process.argv[2]}/node_modules/ical.js/dist/ical.js`));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const text = (event, name) => event.getFirstPropertyValue(name) ?? "";
const time = (event, name) => event.getFirstPropertyValue(name).toICALString();
const rows = calendar.getAllSubcomponents("vevent").map((event) => [
  text(event, "uid"), text(event, "summary"), text(event, "description"), text(event, "location"),
  time(event, "dtstart"), time(event, "dtend"), Number(text(event, "sequence")),
]);
console.log(JSON.stringify({ rows }));
