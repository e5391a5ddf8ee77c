"""What is made of the protos is what is committed, and the linter sees what is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2

from protos.making import files, lint, reference, sources
from protos.making.__main__ import main
from protos.making.image import Image, all_types


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("image") / "image.binpb"
    lint.image(path)
    return path.read_bytes()


def small(**message: Any) -> descriptor_pb2.FileDescriptorSet:
    """An image with one message of one field and no comments."""
    field = {"name": "name", "number": 1, "type": 9, "label": 1, **message}
    inner = descriptor_pb2.DescriptorProto(name="Thing", field=[descriptor_pb2.FieldDescriptorProto(**field)])
    file = descriptor_pb2.FileDescriptorProto(
        name="osi/x/v1/x.proto", package="osi.x.v1", syntax="proto3", message_type=[inner]
    )
    return descriptor_pb2.FileDescriptorSet(file=[file])


def written(folder: Path, name: str, image: Any) -> Path:
    path = folder / name
    path.write_bytes(image.SerializeToString())
    return path


def test_what_is_committed_is_what_the_protos_say(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_each_thing_has_its_comment_and_stands_on_the_page(image):
    page = reference.page(image)
    for file in Image(image).files:
        for service in file.services:
            assert f"### {service.short}\n" in page
            assert all(f"#### {method.short}\n" in page for method in service.parts)
        for kind in all_types(file.types):
            assert all(part.comment for part in kind.parts), kind.name


def test_links_of_the_page_lead_somewhere(image):
    page = reference.page(image)
    titles = [line.lstrip("#").strip() for line in page.splitlines() if line.startswith("##")]
    anchors = Counter(reference.anchor(title) for title in titles)
    links = {link.partition(")")[0] for link in page.split("](#")[1:]}
    assert [link for link in links if anchors[link] != 1] == []


def test_a_thing_without_a_comment_is_found(tmp_path):
    proto, made = tmp_path / "osi" / "x" / "v1" / "x.proto", tmp_path / "x.binpb"
    proto.parent.mkdir(parents=True)
    proto.write_text('syntax = "proto3";\npackage osi.x.v1;\n// A thing.\nmessage Thing {\n  string name = 1;\n}\n')
    sources.protoc(["osi/x/v1/x.proto"], f"-I{tmp_path}", f"--descriptor_set_out={made}", "--include_source_info")
    assert lint.faults(made) == [
        'protos/osi/x/v1/x.proto:5: Field "name" should have a non-empty comment for documentation. (COMMENT_FIELD)'
    ]


def test_a_name_of_another_style_is_found(tmp_path):
    found = lint.faults(written(tmp_path, "x.binpb", small(name="theName")))
    assert any("FIELD_LOWER_SNAKE_CASE" in one for one in found)


def test_what_breaks_a_released_contract_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(lint, "RELEASED", written(tmp_path, "released.binpb", small()))
    found = lint.faults(written(tmp_path, "x.binpb", small(type=5)))
    assert any("FIELD_SAME_TYPE" in one for one in found)
    assert not any("FIELD_SAME_TYPE" in one for one in lint.faults(lint.RELEASED))


def test_stale_files_are_named_and_renewed(tmp_path):
    made, kept = tmp_path / "made", tmp_path / "kept"
    for folder, texts in ((made, {"a": "1", "b": "2"}), (kept, {"a": "1", "b": "3", "c": "4"})):
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text)
    assert list(files.stale(made, kept)) == ["b", "c"]
    assert list(files.renew(made, kept)) == ["b", "c"]
    assert files.contents(kept) == {"a": b"1", "b": b"2"}


def test_a_fault_in_a_proto_is_told_as_protoc_tells_it(tmp_path):
    (tmp_path / "bad.proto").write_text('syntax = "proto3";\nmessage {')
    with pytest.raises(SystemExit, match=r"bad\.proto:2:9"):
        sources.protoc(["bad.proto"], f"-I{tmp_path}", f"--descriptor_set_out={tmp_path / 'x'}")
