"""The practice partner 练习对手: simulated owners a steward can talk to before he talks to a real one.

    persona = personas.persona("zhou_leak")
    talk = partner.begin(persona, seed=7)                    the owner picks up the phone
    talk = partner.answer(talk, "周师傅您好，我是…")           what is said changes trust, heat and patience
    feedback.report(talk)                                    the moments, with the steward's own sentences

Pure: no clock, no network, every draw comes from the seed. The same seed and the same sentences give the same talk.
"""
