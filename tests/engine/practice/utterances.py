"""What people say and what it does: (utterance, acts that must be seen, acts that must not)."""

from __future__ import annotations

OWNER_SAID = ("厨房漏水漏了半年，报修三回没人来，一下雨我就得起来端盆。", "我老伴腿脚不好，地上一湿她不敢走。")

UTTERANCES: list[tuple[str, str, str]] = [
    # greeting, introduction, identity
    ("您好，我是咱们小区的管家小李", "greeting introduction", "closed_question"),
    ("喂，阿姨您好，我姓陈，物业的", "greeting introduction", ""),
    ("请问是周师傅吗？", "identity", "closed_question open_question"),
    ("您是3栋的业主本人吗", "identity", ""),
    # open questions
    ("您能跟我说说到底怎么回事吗", "open_question", "closed_question"),
    ("这事儿最让您窝火的是哪一段？", "open_question", "closed_question"),
    ("后来呢？", "open_question", ""),
    ("您觉得我们怎么做才算把这事办好？", "open_question", "ask_payment"),
    ("漏水是从什么时候开始的", "open_question", ""),
    ("还有别的让您不放心的地方吗", "", "pressure threat blame"),
    ("家里平时谁在", "", "pressure"),
    ("当时他们是怎么答复您的？", "open_question", ""),
    # closed
    ("您收到短信了吗？", "closed_question", "open_question"),
    ("现在还漏不漏，有没有好一点？", "closed_question", "open_question"),
    # invite
    ("嗯，您接着说，我记着呢", "invite", "unclear"),
    ("您慢慢讲，不着急", "invite", "calm_down"),
    # listening
    ("您是说报修了三回都没人来，下雨天还得端盆", "listening", "parrot"),
    ("我听明白了，您担心的是老伴踩水滑倒", "listening", ""),
    ("所以对您来说，最要紧的是有人把漏水管到底，对吗？", "listening", "closed_question"),
    ("漏了半年，下雨还得起来端盆，阿姨又不敢走", "listening", ""),
    ("您的意思是公摊太高", "", "listening"),
    ("厨房漏水漏了半年，报修三回没人来，一下雨我就得起来端盆。", "", "listening"),
    # apology
    ("实在对不住，这事是我们没跟上", "apology", ""),
    ("让您白跑了三趟，我给您赔个不是", "apology", ""),
    ("我没什么好道歉的", "", "apology"),
    ("我不会道歉的", "", "apology"),
    # feeling
    ("换谁碰上这事都得急", "feeling", "blame"),
    ("夜里起来端盆，真够折腾的", "feeling", ""),
    ("这半年您不容易", "feeling", "pressure"),
    ("我特别能理解您的心情", "feeling", "hollow"),
    ("我理解您，但是费用还是要交的", "hollow", "feeling"),
    ("您也要理解我们的难处", "", "feeling"),
    ("别激动，有话好好说", "calm_down", "feeling"),
    ("多大点事，您至于吗", "calm_down", ""),
    # facts
    ("我查了，去年9月28号和10月12号各有一张报修单", "fact", ""),
    ("您家每平方两块一，一个月是一百八十块六", "fact", "ask_payment"),
    ("楼道灯上个月换了6盏，3号4号电梯都做了保养，记录在我手上", "fact", ""),
    # options
    ("等修好了，您验收满意了再交", "option", "ask_payment pressure"),
    ("可以分六期，一个月三百多", "option", ""),
    ("违约金我给您申请免掉", "option", ""),
    ("那笔有疑问的先挂起来，没问题的您再看", "option", ""),
    ("您这种情况可以申请缓交", "option", ""),
    ("几个办法都行，您自己定", "choice", "pressure"),
    ("您看哪种对您更方便？", "choice", "ask_payment"),
    # appointment
    ("周四上午九点我带防水师傅过来看看，行吗？", "appointment option", "closed_question"),
    ("您哪天在家，我上门一趟", "appointment", ""),
    ("三天之内我给您回话", "appointment", ""),
    ("好，那先这样，您忙", "farewell", ""),
    ("谢谢您跟我说这么多", "thanks", ""),
    # money and pressure
    ("您什么时候方便把物业费交一下？", "ask_payment", "open_question"),
    ("您家一共欠了三千八", "ask_payment", "fact"),
    ("麻烦您尽快把费用结清", "pressure", ""),
    ("物业费您必须交，这是您的义务", "pressure", ""),
    ("别人家都交了，就差您一户", "pressure", ""),
    ("这事拖了这么久，您今天一定要给我交上", "pressure", ""),
    ("我今天不是来催费的", "", "pressure"),
    ("今天不催您，就想听听情况", "", "pressure"),
    ("不用着急交", "", "pressure"),
    # blame
    ("您怎么一直不交费呢", "blame", "open_question"),
    ("为什么不交？", "blame", "open_question"),
    ("你们这些人就是想占便宜", "blame", ""),
    ("您这不是耍赖吗", "blame", ""),
    ("漏水是开发商的问题，跟我们物业没关系", "blame", ""),
    ("我知道您不是故意拖的", "", "blame"),
    # threats
    ("再不交就给您停水", "threat", "reassurance"),
    ("我们只好走法律程序了", "threat", ""),
    ("律师函明天就寄到您家", "threat", ""),
    ("您这样会影响孩子上学的", "threat", ""),
    ("那我只能找您单位聊聊了", "threat", ""),
    ("欠费名单要贴在电梯里", "threat", ""),
    ("不交钱车就别想开进来", "threat", ""),
    ("我们不得不起诉您", "threat", "reassurance"),
    ("不交费我们就没法给您修", "threat", ""),
    ("我们不会停您家水的，您放心", "reassurance", "threat"),
    ("您是担心我们停水停电吧，不会的", "", "threat"),
    ("绝对不会去找您单位", "reassurance", "threat"),
    ("周三自来水公司检修，会停水两小时", "", "threat"),
    ("没到打官司那一步，也不会起诉您", "reassurance", ""),
    # third party, jargon, nothing
    ("您对门402也没交呢", "third_party", ""),
    ("楼上王阿姨家也欠着呢", "third_party", ""),
    ("楼上漏下来的水，我们去看过了", "", "third_party"),
    ("根据民法典第944条，您应当履行付款义务", "jargon", ""),
    ("您的账龄比较长，影响我们当期收缴率", "jargon", ""),
    ("……", "silence", "unclear"),
    ("asdf 123", "unclear", ""),
    ("今天天气不错", "unclear", ""),
]
