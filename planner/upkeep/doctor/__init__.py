"""Looking at everything an installation rests on, without changing anything: what is wrong, and how to mend it.

In it: what a look comes to (`findings`), a store opened only to be read (`store_look`), what is looked at there
(`store_checks`, `sealed_checks`), around it (`place_checks`) and in the settings (`setting_checks`), and all of it in
order (`examine`).
Comes in: the path of a home. Goes out: findings in both languages, each with its cure, and the settings in force.
May ask: the rest of upkeep, store, paper (fonts), settings, clock.
"""
