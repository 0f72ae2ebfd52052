"""The steps of a month: it is planned, planned again, sent for signature, taken back, issued and withdrawn.

In it: the status bar that leads from step to step (`bar`), and what each step does (`planning`, `replanning`,
`signing`, `issuing`), all on one blueprint: `clerks.steps.plan`. What leaves the house is asked once, on a sheet.
"""
