// How uploads are handed back: what may be shown is shown, everything else is saved, and nothing can run.
import HTTP
import RAGServer
import Testing

struct FileDownloadTests {
  private func upload(_ caller: Caller, _ text: String, _ name: String, _ type: String?) async throws -> String {
    let answer = try await caller.upload(Array(text.utf8), named: name, type: type, query: "?process=false")
    return try #require(answer["id"]?.string)
  }

  @Test func plainTextIsShownAndEverythingElseSaved() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let text = try await upload(ann, "plain", "a note.txt", "text/plain")
      let page = try await upload(ann, "<script>x()</script>", "page.html", "text/html")
      let picture = try await upload(ann, "<svg/>", "drawing.svg", "image/svg+xml")

      let shown = try await ann.get("/api/v1/files/\(text)/content")
      #expect(shown.headers["Content-Disposition"] == "inline; filename*=UTF-8''a%20note.txt")
      #expect(shown.headers["Content-Type"] == "text/plain; charset=utf-8")
      for path in ["\(text)/content?attachment=true", "\(text)/content/a.txt", "\(page)/content", "\(picture)/content"]
      {
        let saved = try await ann.get("/api/v1/files/\(path)")
        #expect(saved.status == 200)
        #expect(saved.headers["Content-Disposition"]?.hasPrefix("attachment; ") == true)
      }
    }
  }

  @Test func everyDownloadIsSandboxedAndNotSniffed() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let page = try await upload(ann, "<script>x()</script>", "page.html", "text/html")
      for path in ["content", "content/html", "content/page.html"] {
        let answer = try await ann.get("/api/v1/files/\(page)/\(path)")
        #expect(answer.text == "<script>x()</script>")
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        let policy = try #require(answer.headers["Content-Security-Policy"])
        #expect(policy.contains("sandbox;") && policy.contains("default-src 'none'"))
      }
      let html = try await ann.get("/api/v1/files/\(page)/content/html")
      #expect(html.headers["Content-Disposition"]?.hasPrefix("inline; ") == true)
      #expect(html.headers["Content-Type"] == "text/html; charset=utf-8")
    }
  }

  @Test func aTypeThatIsNoneBecomesBytes() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let file = try await upload(ann, "x", "thing.qqq", "text/html, text/plain")
      let answer = try await ann.get("/api/v1/files/\(file)/content")
      #expect(answer.headers["Content-Type"] == "application/octet-stream")
      let untyped = try await upload(ann, "x", "notes.md", nil)
      #expect(try await ann.get("/api/v1/files/\(untyped)")["meta"]?["content_type"]?.string == "text/markdown")
    }
  }

  @Test func aNameWithQuotesAndLettersOfAllKindsStaysInItsField() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let file = try await upload(ann, "x", "naïve %22; x=y.txt", "text/plain")
      let answer = try await ann.get("/api/v1/files/\(file)/content")
      #expect(
        answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''na%C3%AFve%20%22%3B%20x%3Dy.txt")
    }
  }
}
