import FoundationEssentials
import Retrieval
import Testing

@Suite("Access control of knowledge bases")
struct AccessControlTests {
  private func decoded(_ json: String) throws -> AccessControl {
    try JSONDecoder().decode(AccessControl.self, from: Data(json.utf8))
  }

  @Test func nullLetsEveryUserReadAndOnlyTheOwnerWrite() throws {
    let rule = try decoded("null")
    #expect(rule.mayRead(.bob, owner: "ann"))
    #expect(!rule.mayWrite(.bob, owner: "ann"))
    #expect(rule.mayWrite(.ann, owner: "ann"))
  }

  @Test func anEmptyObjectKeepsItPrivate() throws {
    let rule = try decoded("{}")
    #expect(!rule.mayRead(.bob, owner: "ann"))
    #expect(rule.mayRead(.ann, owner: "ann"))
    #expect(rule.mayWrite(.admin, owner: "ann"))
  }

  @Test func namedUsersAndGroupsMayDoWhatTheyAreNamedFor() throws {
    let rule = try decoded(#"{"read": {"group_ids": ["g"], "user_ids": []}, "write": {"user_ids": ["bob"]}}"#)
    let member = Principal(userID: "carl", isAdministrator: false, groupIDs: ["g"])
    #expect(rule.mayRead(member, owner: "ann"))
    #expect(!rule.mayWrite(member, owner: "ann"))
    #expect(rule.mayWrite(.bob, owner: "ann"))
    #expect(rule.mayRead(.bob, owner: "ann"), "whoever may write may read")
  }

  @Test(arguments: ["null", "{}", #"{"read":{"group_ids":["g"],"user_ids":["u"]}}"#])
  func aRuleSurvivesTheDatabase(json: String) throws {
    let rule = try decoded(json)
    let again = try decoded(String(decoding: JSONEncoder().encode(rule), as: UTF8.self))
    #expect(again == rule)
  }
}
