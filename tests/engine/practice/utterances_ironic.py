"""Sentences for irony: (text, what must be heard: one of, what must not be). Thirty were written before it was looked for.

Steward's mockery lands as pressure or blame; warm words that look alike must not; nor must the owner's own irony said
back to him.
"""

from __future__ import annotations

HARM = "pressure blame threat"
IRONIC: list[tuple[str, str, str]] = [
    ("您可真会过日子，电梯天天坐，物业费一分不掏", HARM, "thanks"),
    ("您记性真好，报修记得清清楚楚，交费就想不起来了", HARM, ""),
    ("您真是贵人多忘事啊", HARM, ""),
    ("要不我给您鞠个躬，您看够不够交物业费的", HARM, ""),
    ("我们物业是开善堂的，您尽管住，不用给钱", HARM, "reassurance"),
    ("您这觉悟，全小区都该向您学习", HARM, ""),
    ("合着电梯是自己会走，垃圾是自己会跑呗", HARM, ""),
    ("行，您了不起，您最有理", HARM, ""),
    ("开着那么好的车，差这几百块钱啊", HARM, ""),
    ("您这一等，是打算等到孙子结婚再交吧", HARM, ""),
    ("哟，终于肯接电话啦，真给面子", HARM, ""),
    ("真有您的，这理由我头一回听说", HARM, ""),
    ("您忙，您是大忙人，我们闲人天天专门等您一个", HARM, ""),
    ("照您这么说，我们都喝西北风去好了", HARM, "listening"),
    ("漏几滴水就不交费，那下回刮风是不是也不用交了", HARM, ""),
    ("您家的水真金贵，漏一滴抵一年物业费", HARM, ""),
    ("那您可真委屈，要不要我给您颁个奖", HARM, "feeling"),
    ("是是是，都是我们的错，您一点毛病没有", HARM, "apology"),
    ("不交也行啊，您看邻居们以后怎么看您", HARM, ""),
    ("反正您也不差钱，就差个态度", HARM, ""),
    # the same words, meant as they are said
    ("您记性真好，日子记得这么清楚，我对着记录核一下", "", HARM),
    ("您真会安排，分三次交，每次都提前留出来了", "", HARM),
    ("真有您的，自己动手把水管接上了", "", "pressure threat"),
    ("您是大忙人，我长话短说，就两分钟", "", HARM),
    ("您这么忙还接我的电话，真给面子，谢谢您", "thanks", HARM),
    ("您说得对，确实是我们的错，半年没给您回话", "apology", HARM),
    ("那您可真委屈，一个人端了半年的盆", "feeling listening", HARM),
    ("您说“服务真好，好到水漏床上”，是气我们一直没人来吧", "", HARM),
    ("您家的好车总被剐，是门口那个坡太窄吗", "", HARM),
    ("要不要我给您把报修记录打印一份", "", HARM),
]

# Written after the cues and the examples were final, measured once: of twelve that mock five are heard (three before),
# none of the eight that do not is taken for mockery.
LATER: list[tuple[str, str, str]] = [
    ("您家这防盗门真好，专防我们收费的", HARM, ""),
    ("您说忙，牌桌上我可没少见您", HARM, ""),
    ("您这一年到头不见人，物业费也跟着隐身了", HARM, ""),
    ("您是要我们倒贴钱给您打扫楼道吧", HARM, ""),
    ("您讲究，您高贵，我们活该挨骂", HARM, ""),
    ("一提费用您就信号不好，这手机真懂事", HARM, ""),
    ("您这道理一套一套的，就是兜里掏不出来", HARM, ""),
    ("您不交没事，回头我替您跟全楼解释", HARM, ""),
    ("嫌贵啊，那您搬去不要钱的地方住呗", HARM, ""),
    ("您这气生得可真准，每回都赶在收费前", HARM, ""),
    ("哦，灯坏一个，您就整年不认账啦", HARM, ""),
    ("我算看明白了，您就是想白住", HARM, ""),
    ("您家防盗门的锁坏了，我让师傅来换", "", HARM),
    ("信号不好的话，我晚一点再打给您", "", HARM),
    ("您一年到头在外面，有什么要我帮着照看的", "", HARM),
    ("楼道我让保洁今天再打扫一遍", "", HARM),
    ("嫌贵的话，我把价格怎么来的讲给您听", "", HARM),
    ("灯坏了那阵子您摸黑上楼，是我们的不是", "", HARM),
    ("牌桌那屋太吵，我去跟他们说", "", HARM),
    ("我算听明白了，您气的是没人回话", "", HARM),
]
