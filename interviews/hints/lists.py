"""The lists behind wording hints: edit them here, count VERSION up, and measure again."""

# Words that carry no content of their own. Negations are no stop words: they are read as "not".
STOP = frozenset(
    """
    a an the and or but if then so of at by for with about against between into through to from in on off over under
    onto per via upon is are was were be been being am do does did doing done have has had having get gets got it its he
    she they them their theirs his her hers him we us our ours you your yours i me my mine this that these those there
    here which who whom whose what when where why how as than such too very quite really can could will would shall
    should may might must let just also even still because while until during since each some own other
    etc eg ie s t re ve ll d m
    """.split()
)

NEGATIONS = frozenset(
    """
    no not never none nothing neither nor nobody nowhere without cannot cant dont doesnt didnt isnt arent wasnt werent
    wont wouldnt shouldnt couldnt hasnt havent hadnt
    """.split()
)

# Words that stand in answers to anything, so that they tell less about which key point is meant.
EVERYDAY = frozenset(
    """
    use make take put go come see look know think say tell ask give find keep want need try work call mean show help
    turn start begin happen become seem feel leave bring move change thing way time part place kind type lot many much
    more most less few good well bad new old big small large little long high first last next different important
    possible able certain number amount example case point people person day year back down up out only never always
    often now again all every around away one two like because
    """.split()
)

# "One" is left out: it mostly stands for a thing, not for a number.
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        """
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
        nineteen twenty
        """.split(),
        start=2,
    )
}
NUMBERS |= {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}

# Forms that a rule about endings cannot know, as form/word.
IRREGULAR = dict(
    pair.split("/")
    for pair in """
    kept/keep held/hold sent/send spent/spend built/build lost/lose paid/pay ran/run written/write wrote/write
    broken/break broke/break chosen/choose chose/choose grown/grow grew/grow frozen/freeze hidden/hide stuck/stick
    drawn/draw caught/catch sold/sell bought/buy thrown/throw stolen/steal children/child indices/index
    """.split()
)

# Where a key point says one and the sentence only the other, the words alone are no evidence.
OPPOSITES = """
more/less more/fewer most/least increase/decrease rise/fall grow/shrink add/remove raise/lower high/low higher/lower
large/small larger/smaller big/small bigger/smaller long/short longer/shorter fast/slow faster/slower heavy/light
hot/cold warm/cool strong/weak hard/soft full/empty open/closed near/far new/old early/late before/after first/last
above/below up/down top/bottom left/right inside/outside always/never all/none many/few same/different true/false
positive/negative success/failure succeed/fail start/stop allow/deny allow/block permit/forbid enable/disable
enabled/disabled connected/disconnected complete/incomplete available/unavailable direct/indirect visible/invisible
dependent/independent managed/unmanaged encrypted/unencrypted structured/unstructured ordered/unordered
synchronous/asynchronous symmetric/asymmetric stateful/stateless mutable/immutable static/dynamic
public/private internal/external inbound/outbound incoming/outgoing ingress/egress horizontal/vertical
read/write push/pull hit/miss client/server minimum/maximum min/max cheap/expensive manual/automatic cheaper/expensive
cheaper/costlier temporary/permanent required/optional tight/loose tightly/loosely coupled/decoupled
strongly/eventually
"""

# Phrases that mean the same, one group a line. A bank's own list is written in the same way and added to this one.
ACRONYMS = """
S3 = simple storage service
EC2 = elastic compute cloud
EBS = elastic block store
EFS = elastic file system
RDS = relational database service
SQS = simple queue service
SNS = simple notification service
IAM = identity and access management
KMS = key management service
VPC = virtual private cloud
ECS = elastic container service
EKS = elastic kubernetes service
ALB = application load balancer
NLB = network load balancer
ELB = elastic load balancer
ASG = auto scaling group
AZ = availability zone
DLQ = dead-letter queue
CDN = content delivery network
DNS = domain name system
TTL = time to live
RTO = recovery time objective
RPO = recovery point objective
SLA = service level agreement
MFA = multi-factor authentication = two-factor authentication = 2FA
SSO = single sign-on
TLS = transport layer security
IaC = infrastructure as code
CI = continuous integration
VM = virtual machine
DB = database
k8s = kubernetes
HA = high availability
"""
