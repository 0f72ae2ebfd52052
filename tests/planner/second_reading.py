"""More rules read a second time, for the judge that shares no code with the product: (judge, scope, parameters, row)."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import combinations, pairwise

from tests.planner.independent import DAY, Judge, day, split, workday


def listed(given, name):
    return [part for part in re.split("、", given.get(name, "")) if part]


def duty_days(some):
    """The days on which assignments start, sorted."""
    return sorted({one.day for one in some})


def runs(days):
    """(first, last) of each run of neighbouring days."""
    found = []
    for one in days:
        if found and one == found[-1][1] + DAY:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def shortest_run(judge, inside, given, row):
    """连续, 最少: a run that begins in the plan, does not reach its last day, and does not begin where nothing is known."""
    least = int(given.get("最少", 1))
    plan, past = judge.grouped(inside)
    for who, some in plan.items():
        days = duty_days([*some, *past[who]])
        for first, last in runs(days):
            known = first > judge.first or days[0] < judge.first
            if judge.first <= first and last < judge.last and known and (last - first).days + 1 < least:
                judge.say("run too short", who, first)


def days_off(judge, inside, given, row):
    least = int(given["最少"])
    plan, past = judge.grouped(inside)
    for who, some in plan.items():
        on = runs(duty_days([*some, *past[who]]))
        for (_, before), (after, _) in pairwise(on):
            if before + DAY >= judge.first and after <= judge.last and (after - before).days - 1 < least:
                judge.say("too few days off", who, before + DAY)


def succession(judge, inside, given, row):
    before, after = listed(given, "前"), listed(given, "不接")
    plan, past = judge.grouped(inside)
    for who, some in plan.items():
        every = [*some, *past[who]]
        for a in every:
            for b in every:
                if a.shift in before and b.shift in after and b.day == a.day + DAY and (a.slot or b.slot):
                    judge.say("does not follow", who, a.day)


def weekends(judge, inside, given, row):
    most = int(given["最多"])
    plan, past = judge.grouped(inside)
    for who, some in plan.items():
        def saturdays(of):
            return {one.day - DAY * (one.day.weekday() - 5) for one in of if one.day.weekday() > 4 and not workday(one.day)}

        mine, had = saturdays(some), saturdays(past[who])
        for start in {judge.period(that, given.get("期间", "月")) for that in mine}:
            inside_period = [that for that in mine | had if judge.period(that, given.get("期间", "月")) == start]
            alone = [that for that in had if judge.period(that, given.get("期间", "月")) == start]
            if len(inside_period) > max(most, len(alone)):
                judge.say("too many weekends", who, start)


def hours(judge, inside, given, row):
    if not given.get("最多"):
        return
    name, most = given.get("期间", "周"), int(given["最多"])
    plan, past = judge.grouped(inside)
    for who, some in plan.items():
        for start in {judge.period(one.day, name) for one in some}:
            def minutes(of, start=start):
                return sum((one.end - one.begin).total_seconds() / 60 for one in of if judge.period(one.day, name) == start)

            if minutes(some) + minutes(past[who]) > max(most, minutes(past[who])):
                judge.say("too many hours", who, start)


def cover(judge, inside, given, row):
    for slot, rows in judge.slots.items():
        one = judge._assignment({**rows[0], "assignee": rows[0]["assignee"] or "?"})
        post = judge.posts[one.duty, one.shift, one.post]
        there, target = sum(bool(row["assignee"]) for row in rows), int(given.get("目标", post["人数"]))
        price = int(given.get("缺", 1)) if there < target else int(given.get("超", 1))
        if inside(one) and there != target and price:
            judge.say("off target", slot)


def on_shifts(some):
    """(duty, day, shift, site) → those on it."""
    found = defaultdict(set)
    for one in some:
        found[one.duty, one.day, one.shift, one.site].add(one.who)
    return found


def named(judge, row):
    return {("person", id) for text in split(row["人员"]) for id in judge.book.members(text)}


def apart(judge, inside, given, row):
    pairs = combinations(sorted(named(judge, row)), 2) if row["人员"] else {
        tuple(sorted((("person", id), ("person", judge.book.find(judge.book.people, person["AB角"])))))
        for id, person in judge.book.people.items() if person["AB角"]
    }
    pairs = list(pairs)
    for shift, who in on_shifts(one for one in judge.plan if inside(one)).items():
        for pair in pairs:
            if set(pair) <= who:
                judge.say("on one shift", shift, pair)


def together(judge, inside, given, row):
    for shift, who in on_shifts(one for one in judge.plan if inside(one)).items():
        for pair in combinations(sorted(named(judge, row)), 2):
            if len(who & set(pair)) == 1:
                judge.say("one without the other", shift, pair)


def half_days(judge):
    that = judge.first
    while that <= judge.last + DAY:
        for part in ("上午", "下午"):
            yield that, part, *(datetime.combine(that, datetime.strptime(text, "%H:%M").time()) for text in judge.book.settings[part].split("-"))
        that += DAY


def out(judge, inside, who, low, high):
    """(absent, on a duty in scope) in a stretch of time."""
    gone = any(begin < high and low < end for begin, end, _ in judge.away.get(who[1], ()))
    return gone, any(inside(one) and one.who == who and one.begin < high and low < one.end for one in judge.plan)


def one_stays(judge, inside, given, row):
    people = named(judge, row)
    for that, part, low, high in half_days(judge):
        states = [out(judge, inside, who, low, high) for who in people]
        if all(gone or duty for gone, duty in states) and any(duty for _, duty in states):
            judge.say("nobody of them is there", that, part)


def stay_home(judge, inside, given, row):
    by_unit = defaultdict(list)
    for id, person in judge.book.people.items():
        if person["单位"]:
            by_unit[judge.book.find(judge.book.units, split(person["单位"])[0])].append((id, person))
    for that, part, low, high in half_days(judge):
        for unit, people in by_unit.items() if workday(that) else ():
            there = [id for id, person in people if not (person["任职起"] and that < day(person["任职起"])) and not (person["任职止"] and that > day(person["任职止"]))]
            states = [out(judge, inside, ("person", id), low, high) for id in there]
            need = max(int(given.get("最少", 0)), -(-int(given.get("比例", "0").rstrip("%％")) * len(there) // 100))
            absent = sum(gone for gone, _ in states)
            left = sum(not gone and not duty for gone, duty in states)
            if need - left > max(0, need - (len(there) - absent)):
                judge.say("too few stay", unit, that, part)


def topic(judge, inside, given, row):
    dated = {}
    for part in listed(given, "主题"):
        that, _, topics = part.partition(":")
        dated[day(that)] = set(topics.split("|"))
    for slot, rows in judge.slots.items():
        on = [one for one in judge.plan if one.slot == slot]
        topics = dated.get(day(rows[0]["nominal_date"]), set())
        if on and topics and all(inside(one) for one in on) and not any(
            topic in word for one in on if one.who[0] == "person" for word in split(judge.book.people[one.who[1]]["分管工作"]) for topic in topics
        ):
            judge.say("nobody knows the topic", slot)


def able_slots(judge, id, inside):
    """The slots in scope that a person could take if all else were empty."""
    person, found = judge.book.people[id], []
    for rows in judge.slots.values():
        one = judge._assignment({**rows[0], "assignee": id, "assignee_type": "person"})
        post = judge.posts[one.duty, one.shift, one.post]
        fits = set(split(person["值班序列"])) & set(split(post["值班序列"])) and (post["对象"] or "人员") == "人员"
        if inside(one) and fits and not one.site and not judge.absent(one) and one.shift not in split(person["不排班次"]):
            found.append(one)
    return found


def fixed_weekday(judge, inside, given, row):
    wanted = {"一二三四五六日".index(text[-1]) for text in listed(given, "星期")}
    for who in named(judge, row):
        could = any(one.day.weekday() in wanted and one.day <= judge.last for one in able_slots(judge, who[1], inside))
        if could and not any(one.who == who and inside(one) and one.day.weekday() in wanted for one in judge.plan):
            judge.say("not on the weekday", who)


def touched(one):
    that, found = one.begin.date(), set()
    while datetime.combine(that, datetime.min.time()) < one.end:
        found.add(that)
        that += timedelta(days=1)
    return found


def days_present(judge, inside, given, row):
    """Months alone: every month of these offices ends inside its plan."""
    least = int(given["最少"])
    for id in judge.book.people:
        could = {that for one in able_slots(judge, id, inside) for that in touched(one) if judge.first <= that <= judge.last}
        had = {that for one in judge.plan if one.who == ("person", id) and inside(one) for that in touched(one) if judge.first <= that <= judge.last}
        if could and len(had) < min(least, len(could)):
            judge.say("too few days", id)


def reserve(judge, inside, given, row):
    for one in judge.plan:
        if inside(one):
            others = [other for other in judge.plan if other is not one and other.who == one.who]
            if any(other.hold == "专职" and one.day in touched(other) for other in others if other.slot != one.slot):
                judge.say("reserve elsewhere", one.who, one.day)
            if any(inside(other) and abs((other.day - one.day).days) == 1 for other in others):
                judge.say("reserve twice running", one.who, one.day)


READINGS = {
    "连休": days_off, "班次衔接": succession, "周末": weekends, "工时": hours, "在岗人数": cover, "不同班": apart, "同班": together,
    "主要负责同志不同时外出": one_stays, "留守": stay_home, "分管对口": topic, "固定星期": fixed_weekday, "在岗天数": days_present, "备班": reserve,
}


class SecondJudge(Judge):
    """The judge with the rules of this file as well."""

    def clause(self, row):
        if row["规则"] not in READINGS:
            super().clause(row)
        given = dict(re.split(r"[=＝]\s*", part, maxsplit=1) for part in re.split("[；;]", row["参数"]) if part)
        if row["规则"] in READINGS:
            READINGS[row["规则"]](self, self.scoped(row), given, row)
        if row["规则"] == "连续":
            shortest_run(self, self.scoped(row), given, row)
