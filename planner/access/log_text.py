"""The audit log in words: what people call each kind of deed."""

from __future__ import annotations

from planner.words import Words

DEEDS: dict[str, Words] = {
    "call": Words("征集替班", "open call"), "call closed": Words("收回征集", "call taken back"), "call lapse": Words("征集过期", "call lapsed"),
    "call taken": Words("接下征集的班", "call taken"), "draw": Words("抽查名单", "check draw"), "edit": Words("修改草稿", "draft edited"),
    "redo": Words("重做修改", "edit redone"), "undo": Words("撤回修改", "edit undone"), "choose": Words("改用另一草稿", "another draft chosen"),
    "explain": Words("找排不满的原因", "causes looked for"), "offers": Words("算重排方案", "offers worked out"), "plan": Words("编排", "plan"),
    "feed allow": Words("开关领导日历", "leader's calendar switched"), "feed create": Words("新建订阅", "subscription made"), "feed reach": Words("设置日历范围", "reach of calendars set"),
    "feed revoke": Words("停用订阅", "subscription ended"), "feed rotate": Words("更换订阅地址", "address changed"), "import": Words("导入", "import"),
    "instruction": Words("领导指示", "instruction"), "instruction undo": Words("撤销领导指示", "instruction undone"), "message closed": Words("通知办结", "message closed"),
    "message reopened": Words("通知重发", "message reopened"), "message sent": Words("发送通知", "message sent"), "message target": Words("登记发送地址", "target kept"),
    "name": Words("单位报人", "people named"), "notice": Words("导入放假通知", "holiday notice loaded"), "own entry": Words("登记请假或要求", "own entry"),
    "own entry withdrawn": Words("撤销请假或要求", "own entry withdrawn"), "pin": Words("固定", "pin"), "unpin": Words("取消固定", "unpin"), "publish": Words("印发", "issue"),
    "register": Words("修改数据", "data changed"), "reminder": Words("明日提醒", "reminder"), "rule": Words("修改规则", "rule changed"), "served": Words("补登", "entered afterwards"), "served taken back": Words("撤销补登", "entry taken back"),
    "sign": Words("送签", "sent for signature"), "swap accept": Words("同意换班", "swap agreed"), "swap apply": Words("换班生效", "swap applied"),
    "swap approve": Words("批准换班", "swap approved"), "swap chased": Words("催办换班", "swap chased"), "swap decline": Words("谢绝或收回换班", "swap declined"),
    "swap lapse": Words("换班申请过期", "swap lapsed"), "swap offer": Words("申请换班", "swap offered"), "swap undo": Words("撤销换班", "swap undone"),
    "user add": Words("新建帐号", "log-in made"), "user disable": Words("停用帐号", "log-in closed"), "user enable": Words("启用帐号", "log-in opened"),
    "user locked": Words("帐号锁定", "log-in locked"), "user password": Words("重设密码", "password set"), "way out": Words("采用出路", "way out taken"), "withdraw": Words("撤回印发", "issue withdrawn"),
}


KEYS: dict[str, str] = {
    "actual": "实际", "agreed": "已同意", "ask": "询问", "by": "接班人", "changed": "改动", "changes": "变化", "channel": "方式", "confirmed_by": "确认人", "done": "完成", "draft": "草稿", "duty": "事项",
    "feed": "订阅", "file": "文件", "for": "对象", "fresh": "新编号", "from": "出让", "id": "编号", "into": "换上", "is": "改为", "key": "行", "kind": "种类", "month": "月份", "name": "名称",
    "new": "新", "number": "号", "offer": "申请", "old": "旧编号", "on": "开", "out": "换下", "people": "人员", "person": "人员", "planned": "原定", "reach": "范围", "reason": "理由",
    "receipt": "回复", "ring": "轮换", "role": "角色", "seed": "种子", "share": "比例", "sheet": "表", "signed_by": "签发人", "slot": "班次", "step": "步骤", "subject": "对象", "texts": "内容", "to": "接班",
    "unit": "单位", "versions": "版本", "was": "原为", "where": "范围", "who": "人员", "year": "年份", "ordered_by": "指示人", "keep": "保留已印发", "seconds": "秒", "task": "任务",
}
"""What the parts of an entry are called in Chinese."""


def deed(action: str) -> Words:
    """What a kind of deed is called; itself where it has no other name."""
    return DEEDS.get(action, Words(action, action))
