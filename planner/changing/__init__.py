"""Changing what is issued: swaps, open calls, leaders' instructions, what really happened, vacancies.

In it: the swap from request to version and back (`asking`, `swap`, `swap_undo`, `open_call`, `unanswered`, `lapse`),
the instruction (`instruction`, `movement`, `change_notice`), who really served (`actual_service`), duties whose holder
can serve no longer (`vacancies`), people named by units (`unit_names`), and the one way all of them write: the next
version of each duty touched (`reissue`).
Comes in: slots, people, who asks, the moment. Goes out: offers, instructions, versions. A deed is one transaction.
May ask: notifying, judging, feeds, planning, roster, store. Raises SwapRefused with a reason of a closed list.
"""
