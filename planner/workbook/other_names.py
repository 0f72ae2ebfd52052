"""What clerks call the sheets and columns of their own lists: 花名册, 部门, 联系电话, 请假类型, 开始日期."""

from __future__ import annotations

from collections.abc import Mapping

SHEET_NAMES: Mapping[str, str] = {
    "人员": "人员名单 人员表 人员信息 人员情况 工作人员 工作人员名单 名单 花名册 人员花名册 干部名单 干部花名册 通讯录",
    "单位": "单位名单 单位表 部门 部门名单 部门表 科室 科室名单 成员单位",
    "村居": "村居名单 村居表 村（居） 村（居）名单 行政村 村名单",
    "联系村": "联系村表 包村 包村表 联村 联村表 驻村 驻村表",
    "请假外出": "请假 请假表 请假登记 请假登记表 请销假 请销假登记表 休假 休假表 休假计划 外出 外出登记表 请休假",
    "放假": "放假安排 节假日 节假日安排",
}
"""A sheet's Chinese name → other names that mean it, parted by blanks."""

COLUMN_NAMES: Mapping[str, Mapping[str, str]] = {
    "人员": {
        "order": "序号",
        "id": "工号 人员编号",
        "name": "名字 人员姓名 人员 干部姓名",
        "units": "部门 科室 所在单位 所在部门 所在科室 工作单位 单位名称 单位部门",
        "title": "职务职级 岗位职务 现任职务",
        "portfolio": "分管 分工 工作分工 分管领域",
        "mobile": "联系电话 电话 手机号 手机号码 联系方式 移动电话",
        "office_phone": "办公室电话 座机",
        "email": "电子邮箱 电子邮件",
    },
    "单位": {
        "order": "序号",
        "name": "单位名称 部门 部门名称 科室 科室名称",
        "phone": "电话 联系电话",
        "liaison": "联系人",
    },
    "村居": {"name": "村名 村居名称 村（居）名称 行政村", "town": "所属镇街 所在镇街 乡镇 镇（街）"},
    "联系村": {
        "who": "姓名 干部 干部姓名 包村干部 联村干部 驻村干部 联系干部",
        "village": "村 村名 联系村 包联村 行政村",
    },
    "请假外出": {
        "who": "姓名 请假人 请假人员 外出人员 休假人员 申请人",
        "start": "开始日期 起始日期 开始时间 起始时间 请假开始日期 请假开始时间 请假时间 外出时间",
        "end": "结束日期 截止日期 终止日期 结束时间 截止时间 请假结束日期 请假结束时间",
        "kind": "请假类型 请假类别 请假种类 假别 外出类别 休假类型 类型",
        "state": "审批状态 是否批准 审批情况",
    },
    "放假": {"date": "放假日期"},
}
"""A sheet's Chinese name → a field's other headers, parted by blanks; its own headers come first."""
