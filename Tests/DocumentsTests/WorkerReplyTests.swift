// The server believes nothing that a worker says until it has checked it.
import Documents
import TestSupport
import Testing

struct WorkerReplyTests {
  private let sample = ExtractedText(
    text: "Überschrift\n\nWorte\n\nSeite zwei 🦅", mediaType: "text/plain", title: "T", metadata: ["a": "b"],
    pages: [.init(number: 1, utf8: 0..<19), .init(number: 2, utf8: 21..<36)],
    headings: [.init(level: 1, title: "Überschrift", utf8Offset: 0)])

  @Test func aReplyComesBackAsItWent() throws {
    #expect(try WorkerReply.decode(WorkerReply.encode(sample)) == sample)
  }

  @Test func aFailureComesBackAsItWent() throws {
    let reply = try WorkerReply.encode(DocumentError(.encrypted, "No."))
    let error = #expect(throws: DocumentError.self) { try WorkerReply.decode(reply) }
    #expect(error?.code == .encrypted)
    #expect(error?.message == "No.")
  }

  @Test func everyShorteningIsRefused() throws {
    let reply = try WorkerReply.encode(sample)
    for count in 0..<reply.count {
      let error = #expect(throws: DocumentError.self) { try WorkerReply.decode(Array(reply[..<count])) }
      #expect(error?.code == .workerCrashed)
    }
    #expect(throws: DocumentError.self) { try WorkerReply.decode(reply + [0]) }
  }

  @Test func alteredRepliesAreRefusedOrConsistent() throws {
    let reply = try WorkerReply.encode(sample)
    for seed in UInt64(0)..<3000 {
      var random = SeededRandom(seed: seed)
      var altered = reply
      altered[Int.random(in: 0..<altered.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      if let document = try? WorkerReply.decode(altered) { #expect(document.isConsistent, "seed \(seed)") }
    }
  }

  @Test func mapsThatDoNotFitTheTextAreRefused() throws {
    var lies: [ExtractedText] = []
    func lie(_ change: (inout ExtractedText) -> Void) {
      var document = sample
      change(&document)
      lies.append(document)
    }
    lie { $0.pages[1].utf8 = 21..<1000 }
    lie { $0.pages[1].utf8 = 10..<36 }
    lie { $0.pages[0].utf8 = 1..<19 }
    lie { $0.pages[0].utf8 = -5..<19 }
    lie { $0.pages[1].number = 3 }
    lie { $0.headings[0].utf8Offset = 1000 }
    lie { $0.headings[0].utf8Offset = -1 }
    lie { $0.headings[0].utf8Offset = 1 }
    lie { $0.headings[0].level = 0 }
    lie {
      $0.headings.append(.init(level: 1, title: "", utf8Offset: 13))
      $0.headings.append(.init(level: 1, title: "", utf8Offset: 2))
    }
    lie {
      $0.text = "a\0b"
      $0.pages = []
      $0.headings = []
    }
    lie {
      $0.text = "a\r\nb"
      $0.pages = []
      $0.headings = []
    }
    for document in lies {
      let reply = try WorkerReply.encode(document)
      let error = #expect(throws: DocumentError.self) { try WorkerReply.decode(reply) }
      #expect(error?.code == .workerCrashed)
    }
  }

  @Test func noiseIsRefused() {
    for noise in [[], [0], Array("Hello".utf8), Array(repeating: 0xFF, count: 1000)] {
      #expect(throws: DocumentError.self) { try WorkerReply.decode(noise) }
    }
  }
}
