// The JSON tree as a value: subscripts, equality, large objects.
import HTTP
import Testing

struct JSONValueTests {
  @Test func subscriptsReadAndWriteDeepFields() {
    var chat: JSONValue = ["title": "Tea", "history": ["messages": [:]], "models": ["a", "b"]]
    #expect(chat["models"]?[1]?.string == "b")
    #expect(chat["models"]?[2] == nil)
    #expect(chat["title"]?["x"] == nil)
    chat["history"]?["messages"]?["m1"] = ["content": "hello"]
    chat["title"] = nil
    #expect(chat.description == #"{"history":{"messages":{"m1":{"content":"hello"}}},"models":["a","b"]}"#)
  }

  @Test func equalityIgnoresTheOrderOfKeys() {
    let one: JSONValue = ["a": 1, "b": [true, nil]]
    let other: JSONValue = ["b": [true, nil], "a": 1]
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one != ["a": 1, "b": [true, 0]])
  }

  @Test func largeObjectsFindReplaceAndRemoveTheirKeys() {
    var object = JSONObject()
    for number in 0..<500 { object["key\(number)"] = .integer(Int64(number)) }
    object["key250"] = "replaced"
    object["key0"] = nil
    object["absent"] = nil
    #expect(object.count == 499)
    #expect(object["key250"] == "replaced")
    #expect(object["key0"] == nil)
    #expect(object["key499"] == 499)
    #expect(object.keys.first == "key1")
  }

  @Test func mergeOverwritesTopLevelKeysOnly() {
    var object: JSONObject = ["a": ["x": 1], "b": 2]
    object.merge(["a": ["y": 3], "c": 4])
    #expect(JSONValue.object(object) == ["a": ["y": 3], "b": 2, "c": 4])
  }
}
