"""今日要办: what waits in the office today, and the counts beside the navigation.

In it: the months on their track with the one next step (`progress`), the seats that nobody has (`seats`), what is to be
done by urgency (`todo`), who takes over next (`taking_over`), and how much of each waits (`counts`).
Comes in: what stands in a transaction, and the moment. Goes out: frozen values with their words in both languages.
May ask: what `planner.pages` may, and its other modules. Writes nothing.
"""
