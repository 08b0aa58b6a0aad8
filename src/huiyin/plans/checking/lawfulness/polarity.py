"""Whether what a clause names is ordered, or forbidden, punished, or done at the person's own wish. Pure."""

from __future__ import annotations

import re

from huiyin.plans.checking.lawfulness.folding import Sentence
from huiyin.plans.checking.lawfulness.words import pattern

_FORBIDS = re.compile(
    r"不得(?!不|已)|不准|不许|不允许|不可(?!避免|或缺)|不能(?!不)|不应|不宜|不要(?!求)|不再|不该|严禁|禁止|杜绝|防止|避免|切忌|切勿|[勿莫]|绝不|决不|从不|"
    r"(?<![得能])不(?:以|因|搞|设|派|对|向|将|把|由|用|作|做|采取|采用|使用|安排|组织|参与|建|留|收集?|问|查|打听|追|进行|实行|按|下达|与|拿|随意|强行|强制|给|到|在|"
    r"受理|提供|需|必|予|拆|看|翻|扣|限制|拍|录|跟|盯|干涉|干预|过问|登记(?!的)|记录|签|接受|针对|看重|考核|奖|排|议论|盘问|说明(?=是)|透露|点明|贴|称|拉|围|堵|碰|阻|拦|撵|赶|评论|评价|传播)|"
    r"无权|不是|并非|而非|反对|纠正|制止|不存在|拒绝|没有|未(?!经|得|能|获|取得|按|成|返|来|实|署|满|提|列|出|登|完)|免于|不属|无需|无须|毋须|不必|不需|禁用|废止|取消(?=对|以|将)|"
    r"(?:任何|所有)[^，]{0,10}(?:都|均|一律)?(?:不|无权)|绝对不|坚决不|一律不"
)
_LISTED = re.compile(r"(?:^|[^并])不(?:得)?[^，、不]{1,5}、(?:[^，、不]{1,6}、)*$")
_STRONG = re.compile(
    r"不得(?!不|已)|不准|不许|不允许|不能(?!不)|不应|不宜|不要(?!求)|严禁|禁止|杜绝|防止|避免|切忌|切勿|绝不|决不|(?<![并但])不(?:以|因|搞|派|采取|采用|使用|组织|参与|安排)"
)
_NOT_BARE = re.compile(
    r"不(?:得不|听|稳|肯|走|配|离|满|明|法|良|实|利|服|署|足|同|断|少|仅|论|管|定|安|时|间|超|低|愿|妥|当|到|属|止|罢|改|如|便|知|散|撤|慎|正|可避|可抗|力|良|在|清|归|托|放|成|下|了|动|住|签|交(?:代|待))"
)
_NAMED = re.compile(
    r"^(?:记者|媒体|家长|学生|教师|老师|保安|门卫|职工|员工|群众|村民|民警|公安|派出所|警|网格员|班主任|工作|由|请|让|安排|组织|对|将|把|凡|一经|一旦|发现|如|若|有)"
)
_BREAKS = re.compile(
    r"应当|应该|应(?=由|及|立|将|在|对|先|按|主|做|采)|必须|而是|而应|而要|改为|(?<!否)则|否则|确保|务必|一律(?!不)|方可|才(?:能|可)|(?<![不重主需必紧首])要(?!求|么|害|闻|点|道|件)|以便|以防|为了"
)
_CONNECTS = re.compile(
    r"^[\d一二三四五六七八九十()（）.、]*(?:或|或者|以及|及|和|与|更|也|亦|并|擅自|私自|强行|变相|随意|任意|强制|非法|违规|违法|采取|采用|以|用|通过|借|"
    r"对(?:其|来访人|信访人|当事人|他们|举报人|投诉人|反映人)?|将(?:其|人)?|把(?:其|人)?|给(?:其)?|向其|为其)*[^，]{0,4}$"
)
_PURPOSE = re.compile(r"^[\d一二三四五六七八九十()（）.、]*为了?(?:切实|有效|严格|坚决)?(?:防止|避免|杜绝|不)")
"""为防止其外出，…: what it is for, not what is forbidden."""
_NOBODY = re.compile(r"^[\d()（）一二三四五六七八九十、.]*(?:[^，。；的]{1,6}[、或和及])*$")
"""Nothing but further acts stands before it: 拦截、接返来访群众的，给予处分."""
_OWN_ACT = re.compile(
    r"(?:来访人|信访人|反映人|投诉人|举报人|当事人|家长|群众|本人|对方|任何人|谁)(?:都|也)?(?:可以|可|有权|自己|自愿|愿意|想要?)[^，。；不]{0,10}$"
)
_RIGHTS = re.compile(
    r"^[^，]{0,10}(?:上访|进京|外出|离开|反映|说|讲|谈|提起|入内|进入|报警|议论|外传|发布|越级|走访|来访|聚集|逗留|停留|靠近|散布|闹|串联|围观|转发|拍|影响|再|登记|受理|脱|失|"
    r"漏|就地|解决|激化|升级|发生|扩散|蔓延)"
)
_AFTER = re.compile(
    r"^[^，。]{0,10}(?:等|的)?(?:行为|做法|现象|问题|情形|方式|手段|措施)?[^，。]{0,4}(?:一律|坚决|应当|应|必须|要|均|都|即)?(?:予以)?(?:禁止|不允许|纠正|违法|是违法|属违法|属于违法|杜绝|严禁|"
    r"零容忍|不得发生|停止执行|废止|不合法|没有法律依据|于法无据|无效|不被允许|不可取)"
)
_OFFICE_ANSWERS = re.compile(
    r"^[^，。；的]{0,12}的(?:单位|部门|学校|科室|处室|负责人|责任人|领导|干部|工作人员|经办人|承办人)[^，。；]{0,10}?(?:追究|追责|问责|处分|约谈|通报|处理|整改)"
)
"""Whose doing it is stands behind it, with what comes of it: 对迟报、瞒报的负责人依法追究责任."""
_NOT_FOR_THAT = re.compile(
    r"不(?:得|能|应|会|准|许)?因(?:此|其|为)?[^，。；]{0,14}(?:给予|影响|处分|追究|停|扣|取消|歧视|处罚|调整|辞退|报复)"
)
_PUNISHED = re.compile(
    r"^[^，。；]{0,16}(?:的|行为的?|者|人员|等(?:问题|行为|情形)?的?)，[^。；]{0,30}?(?:追究|问责|处分|处理|查处|责任|通报|移送|投诉|举报|举报电话|纠正|制止|反映|惩处|整改|诫勉|约谈|上报|报告|拒绝|控告)"
)
_FORBIDDEN_HEADING = re.compile(
    r"严禁(?:事项|行为|情形|做法)|禁止(?:事项|行为|情形|做法)|负面清单|十不准|[五六七八九十]个?(?:严禁|不准|不得|禁止)|不得有下列|红线"
)
_OPENS_LIST = re.compile(
    r"(?:严禁|禁止|不得|不准|不许|杜绝|防止)[^。；]{0,24}(?:下列|以下|如下)?[^。；]{0,14}：$|(?:下列|以下)[^。；]{0,10}(?:行为|做法|情形)[^。；]{0,10}(?:不得|严禁|禁止)|有(?:下列|以下|如下)[^。；]{0,30}(?:追究[^。]{0,10}责任|问责|处分)"
)


_INFRINGES = re.compile(
    r"^(?:[^，]{0,3}(?:不得|不准|不许|不允许|不能|不要|严禁|禁止|避免|防止|杜绝|不可|制止|阻止|不(?:会|再|去)?))(?:因[^，]{0,16}|以[^，]{0,20}|对[^，]{0,12}|向[^，]{0,10}|将[^，]{0,10}|把[^，]{0,10}|在[^，]{0,8}|"
    r"用[^，]{0,8}|采取[^，]{0,8}|通过[^，]{0,8}|任意|随意|擅自|非法|变相|强行|违规|组织[^，]{0,10}|雇[^，]{0,4}|其他[^，]{0,6}|任何[^，]{0,10}|工作人员|[^，]{0,2})?"
    r"(?:限制|封锁|代替|扣|拦|截(?!止)|堵|强|搜|推[搡诿]|跟踪|尾随|监视|监听|打击|歧视|要求|刁难|干涉|干预|阻|拒|剥夺|侵犯|侵害|拖延|敷衍|压制|隐瞒|瞒报|泄露|雇|删|跟帖|偷|窃|拆|翻|贴标签|给|威胁|恐吓|辱骂|殴打|"
    r"变相|盯|看管|软禁|影响|取消|克扣|停发|迟报|谎报|缓报|漏报|授意|公开(?:举报|学生|患|来访|未成年)|接访劝返|劝返|报复|妨碍|妨害|干扰|侮辱|虐待|体罚|孤立|排挤|污名|追查|打听)"
)


def forbidden(sentence: Sentence, at: int, end: int | None = None, *, itself: bool = False) -> bool:
    """Whether a prohibition reaches what begins at a position: in its clause, or in those before it that it goes on with.

    `end`: where what was found ends; a prohibition inside it counts too, unless forbidding is what is looked for (`itself`).
    """
    start, _end = sentence.clause(at)
    if end is not None:
        if _INFRINGES.match(sentence.text[at:]):
            return True
        if not itself and _open_prohibition(sentence.text[at:end]):
            return True
    before = sentence.text[start:at]
    if _open_prohibition(before) or _bare(before):
        return True
    if start == 0 or not _CONNECTS.match(before) or _NAMED.match(sentence.text[start:]):
        return False
    earlier, _ = sentence.clause(start - 1)
    clause = sentence.text[earlier : start - 1]
    if clause.endswith("的") or _PURPOSE.match(clause):
        return False
    found = list(_STRONG.finditer(clause))
    if found and not _BREAKS.search(clause, found[-1].end()):
        return not _RIGHTS.match(clause[found[-1].end() :])
    return bool(clause) and not found and _CONNECTS.match(clause) is not None and forbidden(sentence, earlier)


def _bare(before: str) -> bool:
    """Whether a plain 不 stands right before: 不拆、不查看. Words that begin with 不 and deny nothing are none (不听, 不稳)."""
    tail = re.sub(r"^[\d一二三四五六七八九十()（）.、]+", "", before)[-5:]
    if _LISTED.search(before):
        return True
    at = tail.rfind("不")
    return (
        at >= 0
        and len(tail) - at <= 3
        and not _NOT_BARE.match(tail[at:])
        and "的" not in tail[at:]
        and tail[at - 1 : at] not in ("并", "得", "能")
    )


def _open_prohibition(before: str) -> bool:
    """Whether the last prohibition in a text is still in force at its end. 不得不 and 不能不 are none."""
    found = list(_FORBIDS.finditer(before))
    return bool(found) and not _BREAKS.search(before, found[-1].end())


_ANSWERED_FOR = re.compile(
    r"^(?![^，。；]{0,16}(?:不|未|失|漏|脱|再|又|仍|后))[^，。；]{0,16}(?:的|者)，(?![^。；]*(?:公安|派出所|民警|警察|训诫|拘留|低保|补助|资格))[^。；]{0,24}?"
    r"(?:追究|追责|问责|严肃(?:处理|批评)|从严|处分|违[纪规法]|泄密|停职|调离|检讨|检查|批评|提醒|通报|纠正|退还|赔礼|道歉|无效|重新指定|退回重办|重新(?:办|登记)|约谈)"
)
"""What the office answers for, not the person: 把举报材料转给被举报人的，按泄密追究."""
_BY_THE_PERSON = re.compile(
    r"被|经|不(?:听|服|肯|配合|接受)|拒(?!不登|收)|(?:^|，)(?:来访人|信访人|反映人|举报人|家长|群众|职工|村民|本人|其)"
)
_NAMES_THE_PERSON = frozenset({"L-04", "L-18", "L-21", "L-22", "L-24"})
"""Rules whose act is what the person does: a consequence of it is no answer of the office."""
_WRONG = re.compile(
    r"^(?!发生|出现|有人)(?![^，。；]*(?:不力|不到位|未|没|再次|(?<!拒)不(?!登记|收|受理|接|开门|再[上反来信找])))[^，。；]*?(?:截留|截访|拦|带走|扣|搜|私自|擅自|强行|拒不|泄露|透露|转给|报给|报复|调岗|降薪|刁难|签[^，。；]{0,8}(?:保证|承诺|字据)|标签|挡|打听|追查|跟踪|盯|守候|拆|删|瞒报|迟报|推诿|训斥|辱骂|推搡|拉扯|精神|查看[^，。；]{0,6}手机|拍)"
    r"[^，。；]{0,14}的，[^。；]{0,30}?(?:(?:责任|经办|承办|当事)(?:人|保安|干部|教师|领导)?[^，。；]{0,6}(?:严肃处理|处分|检讨|追究|问责|约谈|批评|的责任)|"
    r"(?:约谈|追究|处分|问责|批评)[^，。；]{0,6}(?:责任人|经办人|承办人|当事|安排者|领导)|赔礼|道歉|退还|无效|作废|泄密|违反工作纪律|纪检|纪委|停职|问责|重新(?:登记|指定)|第一次提醒|干扰信访)"
)
"""A sentence about what those in office do wrong, and what comes of it for them."""
_CALLED = re.compile(r"贴|称|叫|骂|标签")


def answered_for(sentence: Sentence, start: int, end: int, rule: str) -> bool:
    """Whether a consequence follows for whoever does it: …的，按泄密追究."""
    if rule != "L-18" and _WRONG.match(sentence.text):
        return True
    rest = sentence.text[end - 1 if sentence.text[end - 1] in "的者" else end :]
    if rule in _NAMES_THE_PERSON or not _ANSWERED_FOR.match(rest):
        return False
    before = sentence.text[sentence.clause(start)[0] : start]
    if rule in ("L-05", "L-23") and not (
        _CALLED.search(before) or re.match("对|以|因", before + sentence.text[start:])
    ):
        return False
    if rule == "L-23" and not _CALLED.search(before):
        return False
    return not _BY_THE_PERSON.search(before)


# Care for the person, or for things.
_CARE = re.compile(
    r"(?:不让|不叫|不使|不会让|免得|别让|避免|以免|防止)[^，。；]{0,14}?(?:淋|雨|晒|冻|挨|饿|渴|[白多空]跑|跑[^，。；]{0,3}趟|[久干]等|站着|受凉|受热|着凉|碰|挤|摔|吃亏|在(?:室|门|屋)?外)|"
    r"不收(?:牌|横幅|标语|手机|证件)|(?:查看|巡查)[^，。；]{0,6}(?:锅炉|配电|机房|电源|通道|库房)"
)
_MATTER_ONLY = re.compile(
    r"(?:只|仅)(?:是|为了?)?(?:拍|录|记|登记|写|看|查|问|统计|建|对着|核实|了解|留存?)[^，。；]{0,14}?(?:事|问题|环境|场地|物|桌|门窗|时间|诉求|损坏|接访)[^，。；]{0,8}，[^，。；]{0,6}不"
)
_ALIKE = re.compile(r"(?:同样|一样|照样|照常)(?:登记|受理|接收|核查|核实|查办|查|办|派人核)")
_ALIKE_RULES = frozenset({"L-06", "L-15", "L-24"})
_NO_CONDITION = re.compile(r"不(?:得|能|应|会)?(?:以|将|把)[^，。；]{1,20}为[^，。；]{0,12}(?:条件|前提)")
_ON_CONDITION_RULES = frozenset({"L-05", "L-16", "L-24"})
_ASKED = re.compile(
    r"^[^，。；]{0,4}(?:来访人|信访人|反映人|举报人|家长|职工|当事人|本人|群众|对方|村民|患者)(?:自己|本人)?(?:要求|提出|希望|请求|想要?|愿意|申请|认为)[^，。；]{0,20}的，(?P<answer>[^。；]*)"
)
_GRANTED = re.compile(r"允许|照办|可以|换(?:人|一|个)|改(?:在|由|期)|同意|答应|满足|尊重|介绍|告诉他")
_REFUSED = re.compile(
    r"不(?:予|见|接|理|得|准|许|行)|劝|拦|报警|派出所|公安|训诫|扣|追究|处分|盯|跟|才可以|方可|前提|保证"
)


def kind(sentence: Sentence, start: int, end: int, rule: str) -> bool:
    """Whether the words are said for the person: care, the matter instead of the person, the same treatment, no condition, a wish that is granted."""
    text = sentence.text
    clause = text[sentence.clause(start)[0] : sentence.clause(max(end - 1, start))[1]]
    if _CARE.search(clause):
        return True
    only = _MATTER_ONLY.search(text)
    if only and rule not in ("L-16", "L-25") and start < only.end() + 8 and end > sentence.clause(only.start())[0]:
        return True
    if rule in _ALIKE_RULES and _ALIKE.search(clause):
        return True
    if rule in _ON_CONDITION_RULES and _NO_CONDITION.search(clause):
        return True
    if rule == "L-05" and _NOT_FOR_THAT.search(clause):
        return True
    return granted(text)


def granted(text: str) -> bool:
    """Whether the sentence says what is done at the person's own request, and does it."""
    asked = _ASKED.match(text)
    return asked is not None and bool(_GRANTED.search(asked["answer"])) and not _REFUSED.search(asked["answer"])


def condemned(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what was named is then forbidden, or is what somebody is called to account for (截访的，追究责任)."""
    rest = sentence.text[end:]
    if _AFTER.match(rest):
        return True
    before = sentence.text[:start]
    if _OFFICE_ANSWERS.match(rest) and re.search(r"^[^，。；]{0,6}对|，对", before):
        return True
    return bool(_PUNISHED.match(rest)) and bool(
        re.search(r"对|凡|有|如|若|发现|出现|存在|因|参与|实施|组织|违反|搞", before) or _NOBODY.match(before)
    )


def own_act(sentence: Sentence, at: int) -> bool:
    """Whether it is what the person may do (来访人可以录音), not what is done to them."""
    start, _end = sentence.clause(at)
    return bool(_OWN_ACT.search(sentence.text[start:at]))


def wished(sentence: Sentence, at: int) -> bool:
    """Whether the person asked for it or agreed, said so before or in the clause after."""
    return bool(pattern("<consent>").search(sentence.text)) and not re.search(
        r"(?:无需|不需|不必|无须|毋须|未经|不经|不征得|无论|不管|不论)[^，]{0,6}(?:本人|其|当事人|信访人|对方)|无论[^，]{0,8}(?:同意|愿意)|不管[^，]{0,8}(?:同意|愿意)|不论[^，]{0,8}(?:同意|愿意)",
        sentence.text,
    )


def opens_forbidden_list(sentence: Sentence) -> bool:
    """Whether the sentence announces a list of what is forbidden."""
    return bool(_OPENS_LIST.search(sentence.text))


def under_forbidden_heading(sentence: Sentence) -> bool:
    """Whether a heading above says that what follows is forbidden."""
    return bool(_FORBIDDEN_HEADING.search(sentence.heading))


_PROTECTS = re.compile(
    r"(?:任何(?:单位|人|个人|部门)|工作人员|学校|单位|承办人|保安|各级)[^，。；]{0,6}(?:不得|不准|严禁|不许|无权)|密封|不得(?:以任何|因|让|由|打击|限制|扣|拦|阻|截|跟|泄|要求来|向被|将[^，。；]{0,8}(?:转|透露))|"
    r"不(?:影响|扣)[^，。；]{0,8}(?:评|课时|工资|绩效|职称|待遇)|(?:私自|擅自|强行|拒不|非法|变相)[^，。；]{2,20}的，[^。；]{0,16}(?:停职|追究|追责|问责|处分|检讨|通报|纠正)|"
    r"(?:禁止|严禁|杜绝|防止)[^，。；]{0,12}(?:打击报复|截访|拦截|推诿|瞒报|体罚|泄露)|自愿|本人(?:同意|愿意|书面)|有权|可以(?:向|依法|起诉|申请|不)|依法(?:受理|登记|保护|公开)|及时(?:登记|受理|答复|告知)"
)


def protects(sentence: Sentence) -> bool:
    """Whether the sentence forbids something to those in office, or leaves it to the person: it is compared with nothing."""
    text = sentence.text
    return any(one.search(text) for one in (_PROTECTS, _CARE, _MATTER_ONLY, _ALIKE, _WRONG)) or granted(text)
