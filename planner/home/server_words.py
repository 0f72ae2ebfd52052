"""What can be wrong where a server of PostgreSQL holds the data, in words: (cause, cure) for whoever runs Dangzhi, and
(cause, cure) without the place, for pages.
"""

from __future__ import annotations

from planner.words import Words

TroubleWords = tuple[Words, Words, Words, Words]
RESTORE = Words(
    "请用最近的备份恢复：先把文件夹 {home} 改名留存，在服务器上另建一个空数据库，把 DATABASE_URL 改为它的地址，"
    "再执行 python3 -m planner restore 备份文件 --home {home}",
    "restore the last backup: rename the folder {home} to keep it, make another, empty database on the server, let "
    "DATABASE_URL name it, then run python3 -m planner restore FILE --home {home}",
)
ASK = Words("请联系管理当值程序的同志，用最近的备份恢复", "ask whoever runs Dangzhi to restore the last backup")
LOOK = Words("请联系管理当值程序的同志查看", "ask whoever runs Dangzhi to look at it")
SOON = Words("请稍后再试", "try again in a moment")
AGAIN = Words("请再试一次", "try again")

AWAY: TroubleWords = (
    Words("连不上数据库 {where}", "the database {where} does not answer"),
    Words(
        "请检查 PostgreSQL 是否在运行，DATABASE_URL 写得对不对，再试一次",
        "check that PostgreSQL is running and that DATABASE_URL is right, and try again",
    ),
    Words("数据库暂时连不上", "the database does not answer"),
    SOON,
)
STARTING: TroubleWords = (
    Words(
        "数据库服务器正在启动、恢复或关闭，{where} 暂时连不上",
        "the database server is starting, recovering or shutting down, {where} cannot be reached yet",
    ),
    Words(
        "请等一两分钟再试；一直连不上，请查看 PostgreSQL 的日志",
        "try again in a minute or two; if that does not help, look into the log of PostgreSQL",
    ),
    Words("数据库正在启动或关闭，暂时连不上", "the database is starting or shutting down"),
    Words("请过一两分钟再试", "try again in a minute or two"),
)
NO_DATABASE: TroubleWords = (
    Words("服务器上没有数据库 {where}", "there is no database {where} on the server"),
    Words(
        "请核对 DATABASE_URL 里的库名；库名没有写错、原来的库不见了的，请另建一个空数据库，"
        "把文件夹 {home} 改名留存，再执行 python3 -m planner restore 备份文件 --home {home}",
        "check the name in DATABASE_URL; if that is right and the database is gone, make an empty one, rename the "
        "folder {home} to keep it, and run python3 -m planner restore FILE --home {home}",
    ),
    Words("服务器上找不到存放数据的数据库", "the server does not have the database of the data"),
    LOOK,
)
REFUSED: TroubleWords = (
    Words(
        "数据库 {where} 拒绝了连接：帐号或密码不对，或者服务器不许这个帐号从本机连接这个库",
        "the database {where} refuses the connection: account or password are wrong, or the server does not let this "
        "account in from here",
    ),
    Words(
        "请核对 DATABASE_URL 里的帐号和密码，以及服务器的 pg_hba.conf，再试一次",
        "check account and password in DATABASE_URL and the server's pg_hba.conf, and try again",
    ),
    Words("数据库拒绝了连接", "the database refuses the connection"),
    LOOK,
)
CROWDED: TroubleWords = (
    Words(
        "数据库服务器的连接已经用完，{where} 暂时连不上",
        "all connections of the database server are in use, {where} cannot be reached at the moment",
    ),
    Words(
        "请稍后再试；经常这样，请调大服务器的 max_connections，或者关掉多余的程序",
        "try again in a moment; if it happens often, raise max_connections of the server or end programs that are "
        "not needed",
    ),
    Words("数据库的连接已经用完，暂时连不上", "all connections of the database are in use"),
    SOON,
)
CUT_OFF: TroubleWords = (
    Words(
        "与数据库 {where} 的连接中途断了：刚才如果是在保存，可能已经存上，也可能没有",
        "the connection to the database {where} broke off: what was being saved may have been saved or not",
    ),
    Words(
        "请先看刚才那一步办成了没有，没有办成再重做", "see whether it was done, and do it again only where it was not"
    ),
    Words(
        "与数据库的连接中途断了：刚才如果是在保存，可能已经存上，也可能没有",
        "the connection to the database broke off: what was being saved may have been saved or not",
    ),
    Words(
        "请先刷新页面，看刚才那一步办成了没有，没有办成再重做",
        "load the page again and see whether it was done, and do it again only where it was not",
    ),
)
CANCELLED: TroubleWords = (
    Words(
        "数据库服务器中止了这一步（超过了服务器规定的时间，或者由管理员中止）。没有改动任何数据",
        "the database server has stopped this (over the server's time limit, or by an administrator). Nothing was "
        "changed",
    ),
    Words(
        "请再试一次；一再这样，请调大服务器的 statement_timeout",
        "try again; if it happens again and again, raise statement_timeout of the server",
    ),
    Words("数据库中止了这一步，没有改动任何数据", "the database has stopped this; nothing was changed"),
    AGAIN,
)
CONFLICT: TroubleWords = (
    Words(
        "这一步与数据库 {where} 里同时进行的另一项操作相冲突，没有办成，没有改动任何数据",
        "this got into conflict with something else that was done in {where} at the same time. Nothing was changed",
    ),
    AGAIN,
    Words(
        "这一步与同时进行的另一项操作相冲突，没有办成",
        "this got into conflict with something else that was done at the same time; nothing was changed",
    ),
    AGAIN,
)
SHORT: TroubleWords = (
    Words(
        "数据库服务器的内存或限额不够，{where} 没有办成这一步，已印发的值班表不受影响",
        "the database server has too little memory or has reached a limit, {where} did not do this; what is issued is "
        "not affected",
    ),
    Words("请按 PostgreSQL 日志里的原因处理，再试一次", "mend what the log of PostgreSQL names, and try again"),
    Words("数据库的内存或限额不够，这一步没有办成", "the database has too little memory or has reached a limit"),
    LOOK,
)
FULL: TroubleWords = (
    Words(
        "数据库服务器的磁盘已满，{where} 写不进去。这一步没有办成，已印发的值班表不受影响",
        "the disk of the database server is full and {where} cannot be written. This was not done; what is issued is "
        "not affected",
    ),
    Words("请在数据库服务器上清出磁盘空间，再试一次", "free some space on the database server and try again"),
    Words("数据库的磁盘已满，这一步没有办成", "the disk of the database is full; this was not done"),
    Words("请联系管理当值程序的同志清出磁盘空间，再试一次", "ask whoever runs Dangzhi to free some space"),
)
READ_ONLY: TroubleWords = (
    Words(
        "数据库 {where} 现在只能读、不能写。这一步没有办成，已印发的值班表不受影响",
        "the database {where} can be read but not written at the moment. This was not done; what is issued is not "
        "affected",
    ),
    Words(
        "请查看它是不是备用库，或者被设成了只读（default_transaction_read_only），再试一次",
        "see whether it is a standby, or was set to be read only (default_transaction_read_only), and try again",
    ),
    Words("数据只能读、不能写，这一步没有办成", "the data can be read but not written; this was not done"),
    LOOK,
)
LOCKED: TroubleWords = (
    Words(
        "数据库 {where} 一直被另一项操作占用，等不到。没有改动任何数据",
        "the database {where} is held by something else, which did not let go. Nothing was changed",
    ),
    Words(
        "请再试一次；还不行，请结束占着它的操作（在 pg_stat_activity 里能看到）",
        "try again; if that does not help, end what holds it (pg_stat_activity shows it)",
    ),
    Words("数据库正被另一项操作占用，没有改动任何数据", "something else holds the database; nothing was changed"),
    SOON,
)
NO_GRANT: TroubleWords = (
    Words(
        "DATABASE_URL 里的帐号没有使用数据库 {where} 的权限",
        "the account in DATABASE_URL has no rights to what is in the database {where}",
    ),
    Words(
        "请把库里的表归到这个帐号名下（ALTER TABLE … OWNER TO），或者改用原来的帐号",
        "let the account own the tables (ALTER TABLE … OWNER TO), or use the account that owns them",
    ),
    Words("连接数据库的帐号权限不够", "the account has too few rights in the database"),
    LOOK,
)
EMPTY: TroubleWords = (
    Words(
        "数据库 {where} 被清空了。这里原来存有本单位的数据，程序没有另建空库顶替",
        "the database {where} has been emptied. It held the data of an office, and no empty one was put in its place",
    ),
    RESTORE,
    Words("数据库被清空了", "the database has been emptied"),
    ASK,
)
DAMAGED: TroubleWords = (
    Words(
        "数据库 {where} 里缺了表，或者内容已损坏，读不出来。程序没有改动它",
        "tables are missing in the database {where}, or what is in it is damaged. It was left as it is",
    ),
    RESTORE,
    Words("数据库里的内容缺失或者损坏了", "the database is damaged"),
    ASK,
)
BROKEN: TroubleWords = (
    Words(
        "数据库服务器出错，{where} 没有办成这一步，已印发的值班表不受影响",
        "the database server has failed, {where} did not do this; what is issued is not affected",
    ),
    Words(
        "请查看 PostgreSQL 的日志和服务器的磁盘，再试一次",
        "look into the log of PostgreSQL and at the disk of the server, and try again",
    ),
    Words("数据库服务器出错，这一步没有办成", "the database server has failed; this was not done"),
    LOOK,
)
