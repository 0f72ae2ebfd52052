"""Checks on paper forms (表样): one for a duty, and one that its posts and places can fill."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Fault, fault
from planner.office.office import Office
from planner.office.paper_form import PER_SITE, PaperForm
from planner.office.sheets import Post
from planner.words import Words
from planner.workbook.checking.row_faults import RowFault


def form_faults(after: Office) -> Iterator[RowFault]:
    """A fault for each post whose form differs from that of its duty's other posts, or does not fit the duty."""
    for posts in after.posts.values():
        said = [post for post in posts if post.form]
        for post in said:
            if post.form != said[0].form:
                yield RowFault("岗位", post, "form", TWO)
            elif post is said[0] and not _fits(after, PaperForm(post.form), posts):
                yield RowFault("岗位", post, "form", UNFIT[PaperForm(post.form)])


def _fits(after: Office, form: PaperForm, posts: list[Post]) -> bool:
    duty = after.duties.get(posts[0].duty)
    if form in PER_SITE:
        return duty is None or bool(duty.per_site)
    if duty is not None and duty.per_site:
        return False
    kinds = {post.assignee for post in posts}
    return {PaperForm.AIR: "unit" in kinds, PaperForm.RECEPTION: "person" in kinds}.get(form, True)


TWO = fault(Words("同一事项的岗位填了不同的表样"), Words("一个事项只用一种表样，请改成一致或只填一行"))
NO_SITES = fault(Words("这种表样用于分点安排的事项"), Words("请在“值班事项”表填写分点安排，或改用别的表样"))
UNFIT: dict[PaperForm, Fault] = {
    PaperForm.VISIT: NO_SITES,
    PaperForm.SITES: NO_SITES,
    PaperForm.DUTY: fault(Words("分点安排的事项不能用值班表样"), Words("请改用走访或分点，或不填")),
    PaperForm.RECEPTION: fault(Words("接访表样要有由人员担任的岗位，且不分点"), Words("请改用别的表样，或不填")),
    PaperForm.AIR: fault(Words("上线表样要有由单位担任的岗位，且不分点"), Words("请改用别的表样，或不填")),
}
"""What is said where a form does not fit its duty."""
