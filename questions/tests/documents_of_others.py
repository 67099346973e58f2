"""Small documents as other programs and other people write them, for the tests of the readers."""

from io import BytesIO

from openpyxl import Workbook

HEADINGS = """# Cloud questions

## Storage

### 1. What is a bucket?

A named place for objects.

#### Why it matters

1. Names are global.
2. Rights hang on it.

### 2. What is a key?

The name of an object.
"""
ITEM_HEADINGS = """# React

| No. | Questions |
| --- | --------- |
| 1   | [What is a hook?](#what-is-a-hook) |
| 2   | [What is a prop?](#what-is-a-prop) |

1. ### What is a hook?

   A function that *remembers*.

   **[⬆ Back to Top](#table-of-contents)**

2. ### What is a prop?

   What a parent hands down.

   **[⬆ Back to Top](#table-of-contents)**
"""
FOLDS = """# Linux

## Processes

<details>
<summary>What is a zombie?</summary><br><b>
A process that ended and was not waited for.
</b></details>

<details>
<summary>What does nice do?</summary>

It yields.

<details><summary>More</summary>

Values go from -20 to 19.

</details>
</details>
"""
BOLD = """# Networks

**🟢 What is a port?**

A number that names a service.

**🔴 How does BGP choose a path?**

By its attributes, one after the other.

**🟡 What is NAT?**

Rewriting of addresses.
"""
PAIRS = """Q: What is a commit?
A: A snapshot,
with its parents.

Q: What is a branch?
A: A name that moves.
"""
ANSWER_LINES = """## What is a pod?

**Answer:**

Containers that share an address.

## What is a node?

Answer: A machine.
"""
PAGE = """Cloud basics for juniors

1

What is a region?

Answer

A place on a map:

• Several zones
  ◦ Each with power of its own
• One law

2

How is a file copied?

Answer

With the command line:

aws s3 cp a.txt s3://bucket/
aws s3 ls s3://bucket/

Advanced cloud

1

How do two regions agree?

Answer

Slowly, and not always.

Subscribe to our newsletter
"""
CSV = "Question,Answer,Difficulty\nWhat is a heap?,A tree in an array.,Easy\nWhat is a trie?,A tree of letters.,Hard\n"
JSON = """{"categories": [{"name": "Basics", "questions": [
  {"question": "What is a heap?", "answer": "A tree in an array.", "difficulty": "easy"}]},
  {"name": "Trees", "questions": [{"q": "What is a trie?", "a": ["A tree", "of letters"]}]}]}
"""
YAML = """- question: What is a heap?
  answer: A tree in an array.
  level: junior
- front: What is a trie?
  back: Letters.
"""
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Storage</text></category></question>
  <question type="essay">
    <name><text>Buckets</text></name>
    <questiontext format="html"><text><![CDATA[<p>What is a <b>bucket</b>?</p>]]></text></questiontext>
    <graderinfo format="html"><text><![CDATA[<ul><li>A named place</li></ul>]]></text></graderinfo>
  </question>
  <question type="shortanswer">
    <questiontext format="html"><text>Who owns it?</text></questiontext>
    <answer fraction="100"><text>One account</text></answer>
    <answer fraction="0"><text>Everybody</text></answer>
  </question>
  <question type="multichoice">
    <questiontext format="html"><text>Which are classes?</text></questiontext>
    <answer fraction="50"><text>Standard</text></answer>
    <answer fraction="-100"><text>Granite</text></answer>
    <answer fraction="50"><text>Glacier</text></answer>
  </question>
</quiz>
"""
GIFT = """$CATEGORY: $course$/top/Ports

// A remark
::Web:: Which port has HTTPS? {=443 ~80 ~22}

Is 22 the port of SSH? {T}

Which are private? {~%50%10.0.0.1 ~%50%192.168.0.1 ~%-100%8.8.8.8}

What does \\{\\} mean in a path? {####A variable.}
"""
AIKEN = """Which port has HTTPS?
A. 80
B. 443
ANSWER: B

Which one has SSH?
A) 22
B) 23
ANSWER: A
"""
QTI2 = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i1" title="Senior: caches">
  <itemBody>
    <p>Why do caches grow <b>stale</b>?</p>
    <extendedTextInteraction responseIdentifier="R"><prompt>Name two reasons.</prompt></extendedTextInteraction>
    <rubricBlock view="scorer"><ul><li>Nobody tells them</li><li>Time goes on</li></ul></rubricBlock>
    <rubricBlock view="candidate"><p>Write tidily.</p></rubricBlock>
  </itemBody>
</assessmentItem>
"""
QTI3 = (
    QTI2.replace("assessmentItem", "qti-assessment-item")
    .replace("itemBody", "qti-item-body")
    .replace("extendedTextInteraction", "qti-extended-text-interaction")
    .replace("rubricBlock", "qti-rubric-block")
    .replace("<prompt>", "<qti-prompt>")
    .replace("</prompt>", "</qti-prompt>")
)
ANKI = (
    "#separator:tab\n#html:true\n#tags column:3\n"
    "What is <b>DNS</b>?\tNames &amp; numbers<br>and caches\teasy net\nIs a &lt; b?\tA line's end\thard\n"
)
OURS = """---
ref: dns-01
topic: Networking
level: senior
minutes: 5
prompt: Why?
key_points:
  - text: "Caches keep answers"
---

Because of caches.
"""


def workbook(*rows: tuple) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


TEXTS = {
    "headings.md": HEADINGS,
    "items.md": ITEM_HEADINGS,
    "folds.md": FOLDS,
    "bold.md": BOLD,
    "pairs.md": PAIRS,
    "answers.md": ANSWER_LINES,
    "page.txt": PAGE,
    "table.csv": CSV,
    "theirs.json": JSON,
    "theirs.yaml": YAML,
    "moodle.xml": MOODLE,
    "quiz.gift": GIFT,
    "quiz.txt": AIKEN,
    "qti2.xml": QTI2,
    "qti3.xml": QTI3,
    "anki.txt": ANKI,
    "ours.md": OURS,
}
