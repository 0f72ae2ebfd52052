"""What can be wrong where a server of PostgreSQL holds the data, in words: (cause, cure) for whoever runs Dangzhi, and
(cause, cure) without the place, for pages.
"""

from __future__ import annotations

from planner.words import Words

TroubleWords = tuple[Words, Words, Words, Words]
RESTORE = Words(
    "请用最近的备份恢复：先把文件夹 {home} 改名留存，在服务器上另建一个空数据库，把 "
    "DATABASE_URL 改为它的地址，再执行 python3 -m planner restore 备份文件 --home {home}"
)
ASK = Words("请联系管理当值程序的同志，用最近的备份恢复")
LOOK = Words("请联系管理当值程序的同志查看")
SOON = Words("请稍后再试")
AGAIN = Words("请再试一次")

AWAY: TroubleWords = (
    Words("连不上数据库 {where}"),
    Words("请检查 PostgreSQL 是否在运行，DATABASE_URL 写得对不对，再试一次"),
    Words("数据库暂时连不上"),
    SOON,
)
STARTING: TroubleWords = (
    Words("数据库服务器正在启动、恢复或关闭，{where} 暂时连不上"),
    Words("请等一两分钟再试；一直连不上，请查看 PostgreSQL 的日志"),
    Words("数据库正在启动或关闭，暂时连不上"),
    Words("请过一两分钟再试"),
)
NO_DATABASE: TroubleWords = (
    Words("服务器上没有数据库 {where}"),
    Words(
        "请核对 DATABASE_URL 里的库名；库名没有写错、原来的库不见了的，请另建一个空数据库，"
        "把文件夹 {home} 改名留存，再执行 python3 -m planner restore 备份文件 --home {home}"
    ),
    Words("服务器上找不到存放数据的数据库"),
    LOOK,
)
REFUSED: TroubleWords = (
    Words("数据库 {where} 拒绝了连接：帐号或密码不对，或者服务器不许这个帐号从本机连接这个库"),
    Words("请核对 DATABASE_URL 里的帐号和密码，以及服务器的 pg_hba.conf，再试一次"),
    Words("数据库拒绝了连接"),
    LOOK,
)
CROWDED: TroubleWords = (
    Words("数据库服务器的连接已经用完，{where} 暂时连不上"),
    Words("请稍后再试；经常这样，请调大服务器的 max_connections，或者关掉多余的程序"),
    Words("数据库的连接已经用完，暂时连不上"),
    SOON,
)
CUT_OFF: TroubleWords = (
    Words("与数据库 {where} 的连接中途断了：刚才如果是在保存，可能已经存上，也可能没有"),
    Words("请先看刚才那一步办成了没有，没有办成再重做"),
    Words("与数据库的连接中途断了：刚才如果是在保存，可能已经存上，也可能没有"),
    Words("请先刷新页面，看刚才那一步办成了没有，没有办成再重做"),
)
CANCELLED: TroubleWords = (
    Words("数据库服务器中止了这一步（超过了服务器规定的时间，或者由管理员中止）。没有改动任何数据"),
    Words("请再试一次；一再这样，请调大服务器的 statement_timeout"),
    Words("数据库中止了这一步，没有改动任何数据"),
    AGAIN,
)
CONFLICT: TroubleWords = (
    Words("这一步与数据库 {where} 里同时进行的另一项操作相冲突，没有办成，没有改动任何数据"),
    AGAIN,
    Words("这一步与同时进行的另一项操作相冲突，没有办成"),
    AGAIN,
)
SHORT: TroubleWords = (
    Words("数据库服务器的内存或限额不够，{where} 没有办成这一步，已印发的值班表不受影响"),
    Words("请按 PostgreSQL 日志里的原因处理，再试一次"),
    Words("数据库的内存或限额不够，这一步没有办成"),
    LOOK,
)
FULL: TroubleWords = (
    Words("数据库服务器的磁盘已满，{where} 写不进去。这一步没有办成，已印发的值班表不受影响"),
    Words("请在数据库服务器上清出磁盘空间，再试一次"),
    Words("数据库的磁盘已满，这一步没有办成"),
    Words("请联系管理当值程序的同志清出磁盘空间，再试一次"),
)
READ_ONLY: TroubleWords = (
    Words("数据库 {where} 现在只能读、不能写。这一步没有办成，已印发的值班表不受影响"),
    Words("请查看它是不是备用库，或者被设成了只读（default_transaction_read_only），再试一次"),
    Words("数据只能读、不能写，这一步没有办成"),
    LOOK,
)
LOCKED: TroubleWords = (
    Words("数据库 {where} 一直被另一项操作占用，等不到。没有改动任何数据"),
    Words("请再试一次；还不行，请结束占着它的操作（在 pg_stat_activity 里能看到）"),
    Words("数据库正被另一项操作占用，没有改动任何数据"),
    SOON,
)
NO_GRANT: TroubleWords = (
    Words("DATABASE_URL 里的帐号没有使用数据库 {where} 的权限"),
    Words("请把库里的表归到这个帐号名下（ALTER TABLE … OWNER TO），或者改用原来的帐号"),
    Words("连接数据库的帐号权限不够"),
    LOOK,
)
EMPTY: TroubleWords = (
    Words("数据库 {where} 被清空了。这里原来存有本单位的数据，程序没有另建空库顶替"),
    RESTORE,
    Words("数据库被清空了"),
    ASK,
)
DAMAGED: TroubleWords = (
    Words("数据库 {where} 里缺了表，或者内容已损坏，读不出来。程序没有改动它"),
    RESTORE,
    Words("数据库里的内容缺失或者损坏了"),
    ASK,
)
BROKEN: TroubleWords = (
    Words("数据库服务器出错，{where} 没有办成这一步，已印发的值班表不受影响"),
    Words("请查看 PostgreSQL 的日志和服务器的磁盘，再试一次"),
    Words("数据库服务器出错，这一步没有办成"),
    LOOK,
)
