"""A judge that shares no code with the product: it reads the workbook and the exported table, and says what is wrong.

Workdays come from the package chinesecalendar; every reading of a rule is written here a second time.
"""

import csv
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import chinese_calendar
import openpyxl

DAY = timedelta(days=1)


def split(text):
    return [part for part in re.split(r"[、;；,，]", text or "") if part]


def day(text):
    return date.fromisoformat(text) if text else None


class Book:
    """The sheets of a workbook as lists of dictionaries; names resolved to ids."""

    def __init__(self, path):
        self.sheets = defaultdict(list)
        for page in openpyxl.load_workbook(path, read_only=True).worksheets:
            rows = list(page.iter_rows(values_only=True))
            header = [str(cell).rstrip("*") for cell in rows[0]]
            self.sheets[page.title] = [
                dict(zip(header, ["" if cell is None else str(cell) for cell in row], strict=False)) for row in rows[1:]
                if any(row)
            ]
        self.settings = {row["项目"]: row["值"] for row in self.sheets["设置"]}
        self.people = {row["编号"]: row for row in self.sheets["人员"]}
        self.units = {row["编号"]: row for row in self.sheets["单位"]}
        self.villages = {row["编号"]: row for row in self.sheets["村居"]}
        self.duties = {row["编号"]: row for row in self.sheets["值班事项"]}

    def find(self, table, text):
        if text in table:
            return text
        name = "姓名" if table is self.people else "名称"
        found = [id for id, row in table.items() if row[name] == text]
        assert len(found) == 1, text
        return found[0]

    def posts(self, duty):
        return [row for row in self.sheets["岗位"] if self.find(self.duties, row["事项"]) == duty]

    def members(self, text):
        if text in self.people or any(row["姓名"] == text for row in self.people.values()):
            return {self.find(self.people, text)}
        return {id for id, row in self.people.items() if text in (row["班子"], *split(row["值班序列"]), *split(row["单位"]))}


def workday(that):
    return chinese_calendar.is_workday(that)


def nominal(words, first, last):
    days = [first + DAY * number for number in range((last - first).days + 1)]
    if words == "每个工作日":
        return [one for one in days if workday(one)]
    if words == "每天":
        return days
    weekly = re.fullmatch(r"每周([一二三四五六日])", words)
    if weekly:
        return [one for one in days if one.weekday() == "一二三四五六日".index(weekly[1])]
    monthly = re.fullmatch(r"每月(\d+)日", words)
    return [one for one in days if one.day == int(monthly[1])]


def actual(duty, first, last):
    """Nominal → actual date of a duty, months before and after considered for what is taken."""
    wide = nominal(duty["日历"], max(first - DAY * 80, date(2015, 1, 1)), min(last + DAY * 80, date(2026, 12, 31)))
    if duty["遇节假日"] != "顺延":
        return {one: one for one in wide if first <= one <= last}
    moved = {one: one for one in wide if workday(one)}
    taken = set(moved)
    for one in wide:
        if one not in moved:
            to = one
            while not workday(to) or to in taken:
                to += DAY
                if to > date(2026, 12, 31):
                    break
            moved[one] = to
            taken.add(to)
    return {one: to for one, to in moved.items() if first <= one <= last}


def span(post, that):
    begin = datetime.combine(that, datetime.strptime(post["开始时间"], "%H:%M").time())
    end = datetime.combine(that, datetime.strptime(post["结束时间"], "%H:%M").time())
    return begin, end if end > begin else end + DAY


class Assignment:
    def __init__(self, slot, duty, nominal_date, begin, end, shift, post, site, who, hold):
        self.slot, self.duty, self.nominal, self.begin, self.end = slot, duty, nominal_date, begin, end
        self.shift, self.post, self.site, self.who, self.hold = shift, post, site, who, hold
        self.day = begin.date()


class Judge:
    """Everything that must hold of an exported month."""

    def __init__(self, workbook, table, month):
        self.book = Book(workbook)
        self.first = date.fromisoformat(month + "-01")
        self.last = (self.first + DAY * 32).replace(day=1) - DAY
        with open(table, encoding="utf-8-sig", newline="") as stream:
            self.rows = list(csv.DictReader(stream))
        self.wrong = []
        self.slots = defaultdict(list)
        for row in self.rows:
            self.slots[row["slot"]].append(row)
        self.posts = {(duty, post["班次"], post["岗位"]): post for duty in self.book.duties for post in self.book.posts(duty)}
        self.plan = [self._assignment(row) for row in self.rows if row["assignee"]]
        self.past = self._history()
        self.away = self.absences()

    def _hold(self, duty, shift, post):
        return self.posts[duty, shift, post]["占用"] or "专职"

    def _assignment(self, row):
        begin, end = (datetime.fromisoformat(row[name]).replace(tzinfo=None) for name in ("start", "end"))
        return Assignment(row["slot"], row["duty"], day(row["nominal_date"]), begin, end, row["shift"], row["post"], row["site"],
                          (row["assignee_type"], row["assignee"]), self._hold(row["duty"], row["shift"], row["post"]))

    def _history(self):
        found = []
        for row in self.book.sheets["值班历史"]:
            duty = self.book.find(self.book.duties, row["事项"])
            that = actual(self.book.duties[duty], day(row["日期"]), day(row["日期"])).get(day(row["日期"]), day(row["日期"]))
            post = self.posts[duty, row["班次"], row["岗位"]]
            unit = post["对象"] == "单位"
            who = ("unit", self.book.find(self.book.units, row["人员或单位"])) if unit else (
                "person", self.book.find(self.book.people, row["人员或单位"]))
            site = self.book.find(self.book.villages, row["地点"]) if row.get("地点") else ""
            found.append(Assignment(None, duty, day(row["日期"]), *span(post, that), row["班次"], row["岗位"], site, who, post["占用"] or "专职"))
        return found

    def say(self, text, *more):
        self.wrong.append((text, *map(str, more)))

    def judge(self):
        self.dates_and_slots()
        self.candidates()
        self.one_place()
        for row in self.book.sheets["规则"]:
            if row["要求"] == "必须":
                self.clause(row)
        return self.wrong

    def dates_and_slots(self):
        """Every slot that should exist does, at its time, with its need, and no other."""
        expected = {}
        for id, duty in self.book.duties.items():
            for named, that in actual(duty, self.first, self.last).items():
                sites = list(self.book.villages) if duty["分点安排"] == "村居" else [""]
                for post in self.book.posts(id):
                    for site in sites:
                        expected[id, named.isoformat(), post["班次"], post["岗位"], site] = (that, post)
        seen = {}
        for slot, rows in self.slots.items():
            keys = {(row["duty"], row["nominal_date"], row["shift"], row["post"], row["site"]) for row in rows}
            if len(keys) != 1:
                self.say("one slot id, several slots", slot)
            seen[keys.pop()] = rows
        for key in expected.keys() ^ seen.keys():
            self.say("missing slot" if key in expected else "slot too many", key)
        for key in expected.keys() & seen.keys():
            that, post = expected[key]
            begin, end = span(post, that)
            filled = [row for row in seen[key] if row["assignee"]]
            missing = [row for row in seen[key] if not row["assignee"]]
            need, room = int(post["人数"]), int(post["最多人数"] or post["人数"])
            for row in seen[key]:
                if (row["date"], row["start"], row["end"]) != (that.isoformat(), begin.isoformat() + "+08:00", end.isoformat() + "+08:00"):
                    self.say("time", key, row["date"], row["start"])
                if row["status"] != ("confirmed" if row["assignee"] else "open"):
                    self.say("status", key, row["status"])
            if len(filled) > room or len(missing) != max(0, need - len(filled)):
                self.say("need and room", key, len(filled), len(missing))
            if len({row["assignee"] for row in filled}) != len(filled):
                self.say("twice on one slot", key)

    def absences(self):
        """Person id → (begin, end, kind) of every time away."""
        found = defaultdict(list)
        for row in self.book.sheets["请假外出"]:
            that, last = day(row["起"]), day(row["止"]) or day(row["起"])
            while that <= last and row["状态"] != "撤销":
                begin, end = datetime.combine(that, datetime.min.time()), datetime.combine(that + DAY, datetime.min.time())
                if row["时段"] not in ("", "全天"):
                    low, high = self.book.settings[row["时段"]].split("-")
                    begin = datetime.combine(that, datetime.strptime(low, "%H:%M").time())
                    end = datetime.combine(that, datetime.strptime(high, "%H:%M").time())
                    end = end if end > begin else end + DAY
                for id in self.book.members(row["人员"]):
                    found[id].append((begin, end, row["类别"]))
                that += DAY
        return found

    def absent(self, one):
        return one.who[0] == "person" and any(
            begin < one.end and one.begin < end and (kind not in ("区内会议", "培训") or one.hold == "专职")
            for begin, end, kind in self.away.get(one.who[1], ())
        )

    def candidates(self):
        links = defaultdict(set)
        for row in self.book.sheets["联系村"]:
            links[self.book.find(self.book.people, row["人员"])].add(self.book.find(self.book.villages, row["村居"]))
        for one in self.plan:
            post = self.posts[one.duty, one.shift, one.post]
            table = self.book.people if one.who[0] == "person" else self.book.units
            if one.who[1] not in table:
                self.say("unknown assignee", one.who)
                continue
            row = table[one.who[1]]
            if not set(split(row["值班序列"])) & set(split(post["值班序列"])) or (post["对象"] or "人员") != {"person": "人员", "unit": "单位"}[one.who[0]]:
                self.say("pool", one.slot, one.who)
            if one.who[0] == "person" and one.shift in split(row["不排班次"]):
                self.say("exempt", one.slot, one.who)
            for name, out in (("任职起", lambda edge, one: one.day < edge), ("任职止", lambda edge, one: one.day > edge)):
                if row.get(name) and out(day(row[name]), one):
                    self.say("out of office", one.slot, one.who)
            if one.site:
                units = {self.book.find(self.book.units, text) for text in split(self.book.villages[one.site]["联系单位"])}
                mine = {self.book.find(self.book.units, text) for text in split(row["单位"])}
                if one.site not in links[one.who[1]] and not units & mine:
                    self.say("not tied to the village", one.slot, one.who)
            if self.absent(one):
                self.say("absent", one.slot, one.who)

    def one_place(self):
        by_who = defaultdict(list)
        for one in (*self.past, *self.plan):
            if one.hold != "听班":
                by_who[one.who, one.hold].append(one)
        for (who, _), some in by_who.items():
            some.sort(key=lambda one: one.begin)
            for a, b in pairwise(some):
                if b.begin < a.end and b.slot:
                    self.say("two places", who, a.begin, b.begin)

    def scoped(self, row):
        duties = {self.book.find(self.book.duties, text) for text in split(row["事项"])}
        who = set().union(*(self.book.members(text) for text in split(row["人员"]))) if row["人员"] else None

        def inside(one):
            return (
                (not duties or one.duty in duties) and (not row["班次"] or one.shift in split(row["班次"]))
                and (not row["岗位"] or one.post in split(row["岗位"])) and (who is None or one.who[1] in who)
            )
        return inside

    def clause(self, row):
        given = dict(re.split(r"[=:：]\s*", part) for part in re.split("[；;，,]", row["参数"]) if part)
        reading = {"班后休息": self.rest, "次数": self.count, "间隔": self.gap, "连续": self.streak, "轮次": self.turns,
                   "上线月份": self.window, "同系统不相邻": self.sectors, "全员走访": self.all_visit, "联系村不换": self.village,
                   "星期错开": self.weekdays, "AB角不同时离岗": self.partners, "领导指定": self.pins}
        if row["规则"] in reading:
            reading[row["规则"]](self.scoped(row), given)

    def grouped(self, inside):
        plan, past = defaultdict(list), defaultdict(list)
        for table, some in ((plan, self.plan), (past, self.past)):
            for one in some:
                if inside(one):
                    table[one.who].append(one)
        return plan, past

    def rest(self, inside, given):
        hours = timedelta(hours=int(given.get("小时", 24)))
        every = defaultdict(list)
        for one in (*self.past, *self.plan):
            every[one.who].append(one)
        for who, some in every.items():
            for a in some:
                for b in some if inside(a) else ():
                    if (a.slot or b.slot) and b.hold == "专职" and a.end <= b.begin < a.end + hours:
                        self.say("rest", who, a.begin, b.begin)

    def period(self, that, name):
        if name == "周":
            return that - DAY * that.weekday()
        return that.replace(day=1)

    def count(self, inside, given):
        name = given.get("期间", "月")
        assert name in ("月", "周")
        plan, past = self.grouped(inside)
        for who, some in plan.items():
            for start in {self.period(one.day, name) for one in some}:
                mine = sum(self.period(one.day, name) == start for one in some)
                before = sum(self.period(one.day, name) == start for one in past[who])
                if given.get("最多") and mine and mine + before > max(int(given["最多"]), before):
                    self.say("too often", who, start, mine + before)
        if int(given.get("最少", 0)) and name == "月":
            self.least(inside, int(given["最少"]), plan)

    def least(self, inside, least, plan):
        """Everybody who could take a slot alone, as often as they could."""
        able = defaultdict(set)
        for slot, rows in self.slots.items():
            row = {**rows[0], "assignee": "?"}
            for id, person in self.book.people.items():
                one = self._assignment(row)
                one.who = ("person", id)
                post = self.posts[one.duty, one.shift, one.post]
                if inside(one) and not one.site and one.day <= self.last and set(split(person["值班序列"])) & set(split(post["值班序列"])) and not self.absent(one):
                    able["person", id].add(slot)
        for who, slots in able.items():
            if len(plan[who]) < min(least, len(slots)):
                self.say("too seldom", who, len(plan[who]))

    def gap(self, inside, given):
        days = int(given["天数"])
        plan, past = self.grouped(inside)
        for who, some in plan.items():
            for start in {one.day - DAY * back for one in some for back in range(days)}:
                near = [one for one in (*some, *past[who]) if start <= one.day < start + DAY * days]
                before = [one for one in near if not one.slot]
                if len(near) > max(1, len(before)):
                    self.say("gap", who, start)

    def streak(self, inside, given):
        if not given.get("最多"):
            return
        most = int(given["最多"])
        plan, past = self.grouped(inside)
        for who, some in plan.items():
            mine, before = {one.day for one in some}, {one.day for one in past[who]}
            for start in {that - DAY * back for that in mine for back in range(most + 1)}:
                window = {start + DAY * number for number in range(most + 1)}
                if window <= mine | before and not window <= before:
                    self.say("streak", who, start)

    def turns(self, inside, given):
        each = int(given.get("每轮", 1))
        plan, past = self.grouped(inside)
        begin = (self.first - DAY * 360).replace(day=1)
        may = set()
        for one in self.plan:
            if inside(one):
                pools = set(split(self.posts[one.duty, one.shift, one.post]["值班序列"]))
                may |= {(one.who[0], id) for id, row in (self.book.units if one.who[0] == "unit" else self.book.people).items()
                        if pools & set(split(row["值班序列"])) and self.in_season(row)}
        had = {who: sum(begin <= one.day for one in past[who]) for who in may}
        low = min(had.values(), default=0)
        total = {who: min(had[who], low + each) + len(plan[who]) for who in may}
        for who, times in total.items():
            if times > min(total.values()) + each:
                self.say("turns", who, times)

    def window(self, inside, given):
        for one in self.plan:
            months = self.book.units[one.who[1]]["上线月份"] if inside(one) and one.who[0] == "unit" else ""
            if months and one.day.month not in self.months(months):
                self.say("on air out of season", one.who)

    def in_season(self, row):
        """Whether a unit has no months of its own, or one of them meets the plan, if 上线月份 binds."""
        binding = any(clause["规则"] == "上线月份" and clause["要求"] == "必须" for clause in self.book.sheets["规则"])
        return not binding or not row.get("上线月份") or self.first.month in self.months(row["上线月份"])

    @staticmethod
    def months(text):
        named = set()
        for part in split(text):
            low, _, high = part.partition("-")
            named |= set(range(int(low), int(high or low) + 1))
        return named

    def sectors(self, inside, given):
        near = int(given.get("场次", 1))
        some = sorted((one for one in (*self.past, *self.plan) if inside(one)), key=lambda one: one.begin)
        starts = sorted({one.begin for one in some})
        for a in some:
            for b in some:
                if a is not b and a.begin <= b.begin and b.slot and starts.index(b.begin) - starts.index(a.begin) <= near:
                    sectors = {self.book.units[one.who[1]]["系统"] for one in (a, b)}
                    if len(sectors) == 1 and "" not in sectors and a.who is not b.who:
                        self.say("one sector twice", a.who, b.who)

    def all_visit(self, inside, given):
        visits = [one for one in self.plan if inside(one) and one.site]
        for that in {one.day for one in visits}:
            went = {one.who for one in visits if one.day == that}
            sample = next(one for one in visits if one.day == that)
            post = self.posts[sample.duty, sample.shift, sample.post]
            kept = {one.who for one in (*self.plan, *self.past) if one.hold != "听班" and one.begin.date() <= that
                    and one.end > datetime.combine(that, datetime.min.time())}
            linked = {self.book.find(self.book.people, row["人员"]) for row in self.book.sheets["联系村"]}
            tied = {self.book.find(self.book.units, text) for row in self.book.villages.values() for text in split(row["联系单位"])}
            for id, row in self.book.people.items():
                one = Assignment("?", sample.duty, that, sample.begin, sample.end, sample.shift, sample.post, "?", ("person", id), "专职")
                mine = {self.book.find(self.book.units, text) for text in split(row["单位"])}
                could = set(split(row["值班序列"])) & set(split(post["值班序列"])) and (id in linked or mine & tied)
                if could and not self.absent(one) and ("person", id) not in went | kept and not self.resting(id, sample):
                    self.say("did not visit", id)

    def resting(self, id, visit):
        for row in self.book.sheets["规则"]:
            if row["规则"] == "班后休息" and row["要求"] == "必须":
                inside = self.scoped(row)
                hours = timedelta(hours=int(dict(part.split("=") for part in re.split("[；;]", row["参数"])).get("小时", 24)))
                for one in (*self.plan, *self.past):
                    if one.who == ("person", id) and inside(one) and one.end <= visit.begin < one.end + hours:
                        return True
        return False

    def village(self, inside, given):
        linked = defaultdict(set)
        for row in self.book.sheets["联系村"]:
            linked[self.book.find(self.book.people, row["人员"])].add(self.book.find(self.book.villages, row["村居"]))
        for one in self.plan:
            if inside(one) and one.site:
                before = sorted((old for old in self.past if old.who == one.who and old.site), key=lambda old: old.begin)
                right = {before[-1].site} if before else linked[one.who[1]]
                if right and one.site not in right:
                    self.say("another village", one.who, one.site)

    def weekdays(self, inside, given):
        most = int(given.get("最多", 1))
        plan, _ = self.grouped(inside)
        for who, some in plan.items():
            for number in range(7):
                for start in {one.day.replace(day=1) for one in some}:
                    if sum(one.day.weekday() == number and one.day.replace(day=1) == start for one in some) > most:
                        self.say("one weekday", who, number)

    def partners(self, inside, given):
        pairs = {tuple(sorted((id, self.book.find(self.book.people, row["AB角"])))) for id, row in self.book.people.items() if row["AB角"]}
        for pair in pairs:
            that = self.first
            while that <= self.last + DAY:
                for part in ("上午", "下午"):
                    low, high = (datetime.combine(that, datetime.strptime(text, "%H:%M").time()) for text in self.book.settings[part].split("-"))
                    on = [any(inside(one) and one.who == ("person", id) and one.begin < high and low < one.end for one in self.plan) for id in pair]
                    away = [any(begin < high and low < end for begin, end, _ in self.away.get(id, ())) for id in pair]
                    if all(one or other for one, other in zip(on, away, strict=True)) and any(on):
                        self.say("both of a pair", pair, that, part)
                that += DAY

    def pins(self, inside, given):
        for row in self.book.sheets["指定"]:
            that = day(row["起始日期"])
            if self.first <= that <= self.last and row["方式"] in ("", "指定"):
                duty = self.book.find(self.book.duties, row["事项"])
                if not any(one.duty == duty and one.nominal == that and row["人员或单位"] in (
                        one.who[1], (self.book.people.get(one.who[1]) or {}).get("姓名")) for one in self.plan):
                    self.say("order not kept", row["人员或单位"], that)


