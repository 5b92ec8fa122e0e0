// The OpenAPI document and the pages that show it.
import HTTP
import Platform
import Testing

/// A payload with the name of another one, to be told apart.
enum Elsewhere {
  struct Leaf: Payload { let other: Int }
}

struct OpenAPITests {
  struct Search: Payload, PayloadDocumented {
    let text: String
    let k: Int
    let tags: [String]?
    let mode: Colour?
    static var documentation: PayloadDocumentation {
      PayloadDocumentation(
        summary: "A search.",
        fields: [
          "text": FieldRules("What to look for", minLength: 1),
          "k": FieldRules("How many", minimum: 1, maximum: 50, standard: 5),
        ])
    }
  }

  struct SignIn: Payload {
    let email: String
    let password: Secret<String>
  }

  struct Found: Payload {
    let leaf: Leaf
    let other: Elsewhere.Leaf
    let tree: TreeNode
    let input: OneOrMany?
  }

  private var routes: [Route] {
    let verified = Access<Void>("verified", credentials: [.bearer, .cookie("token")]) { _ in }
    return [
      Route.get("/files/", access: verified, query: Search.self, returns: [Leaf].self, summary: "List", tags: ["files"])
      { _, _, _ in [] },
      Route.get("/files", access: verified, returns: [Leaf].self, summary: "List all", tags: ["files"]) { _, _ in [] },
      Route.get(
        "/files/{id}", aliases: ["/api/files/{id}"], access: verified, returns: Found?.self, summary: "Get",
        tags: ["files"]
      ) { _, _ in nil }
      .answering(.notFound, "No such file").described("Long words."),
      Route.delete("/files/{file_id}", access: verified, returns: Bool.self, summary: "Delete", tags: ["files"]) {
        _, _ in true
      },
      Route.get("/images/{index:int}", access: verified, summary: "Image") { _, _ in Response() },
      Route.post("/files/", access: verified, body: MultipartBody.self, summary: "Upload", tags: ["files"]) { _, _, _ in
        Response()
      }
      .documentingForm([.init("file", .file), .init("metadata", .string, isRequired: false)]).documentingReply(
        "application/json", Leaf.schema),
      Route.post(
        "/signin", access: .everyone, body: SignIn.self, returns: JSONValue.self, status: .created, summary: "Sign in"
      ) { _, _, _ in nil },
      Route.get("/static/{path...}", access: .everyone, summary: "Static") { _, _ in Response() }.undocumented(),
    ]
  }

  private var document: JSONValue { OpenAPIDocument.make(APIInformation(title: "T", version: "1"), routes: routes) }

  /// Every value under a key anywhere in a tree.
  private func all(_ key: String, in tree: JSONValue) -> [JSONValue] {
    switch tree {
    case .array(let elements): elements.flatMap { all(key, in: $0) }
    case .object(let fields): fields.flatMap { all(key, in: $0.value) + ($0.key == key ? [$0.value] : []) }
    default: []
    }
  }

  @Test func everyReferenceLeadsToAComponent() throws {
    let document = document
    let components = try #require(document["components"]?["schemas"]?.object)
    let references = all("$ref", in: document).compactMap(\.string)
    #expect(!references.isEmpty)
    for reference in references {
      let name = try #require(reference.split(separator: "/").last)
      #expect(reference == "#/components/schemas/\(name)")
      #expect(components[String(name)]?["type"] == "object", "\(reference)")
    }
  }

  @Test func operationIdentifiersAreUnique() {
    let identifiers = all("operationId", in: document).compactMap(\.string)
    #expect(identifiers.count == 8)
    #expect(Set(identifiers).count == identifiers.count)
    #expect(identifiers.contains("get_files_2"))
  }

  @Test func aliasesAndMethodsShareNoPathTwice() throws {
    let paths = try #require(document["paths"]?.object)
    #expect(paths.keys == ["/files/", "/files", "/files/{id}", "/api/files/{id}", "/images/{index}", "/signin"])
    #expect(paths["/files/{id}"]?["delete"]?["parameters"]?[0]?["name"] == "id")
    #expect(paths["/images/{index}"]?["get"]?["parameters"]?[0]?["schema"]?["type"] == "integer")
    #expect(paths["/files/"]?["get"] != nil && paths["/files/"]?["post"] != nil)
  }

  @Test func typesOfOneNameAreToldApart() throws {
    let components = try #require(document["components"]?["schemas"]?.object)
    #expect(components["Leaf"]?["properties"]?["weight"] != nil)
    let other = components["Found"]?["properties"]?["other"]?["$ref"]?.string?.split(separator: "/").last
    #expect(components[String(try #require(other))]?["properties"]?["other"] != nil)
  }

  @Test func rulesAreWrittenAsJSONSchema() throws {
    let parameters = try #require(document["paths"]?["/files/"]?["get"]?["parameters"]?.array)
    #expect(
      parameters[0]
        == [
          "name": "text", "in": "query", "required": true, "description": "What to look for",
          "schema": ["type": "string", "minLength": 1],
        ])
    #expect(parameters[1]["required"] == false)
    #expect(parameters[1]["schema"] == ["type": "integer", "minimum": 1, "maximum": 50, "default": 5])
    #expect(
      document["components"]?["schemas"]?["SignIn"]?["properties"]?["password"] == [
        "type": "string", "format": "password",
      ])
    #expect(document["components"]?["schemas"]?["SignIn"]?["required"] == ["email", "password"])
  }

  @Test func accessRulesBecomeSecurity() {
    let operation = document["paths"]?["/files/{id}"]?["get"]
    #expect(operation?["security"] == [["bearer": []], ["cookie-token": []]])
    #expect(operation?["responses"]?.object?.keys == ["200", "401", "404", "422"])
    #expect(operation?["description"] == "Long words.\n\nAccess: verified.")
    #expect(document["paths"]?["/signin"]?["post"]?["security"] == [])
    #expect(document["paths"]?["/signin"]?["post"]?["responses"]?["201"] != nil)
    #expect(
      document["components"]?["securitySchemes"]?["cookie-token"] == [
        "type": "apiKey", "in": "cookie", "name": "token",
      ])
  }

  @Test func formsShowTheirFields() {
    let schema = document["paths"]?["/files/"]?["post"]?["requestBody"]?["content"]?["multipart/form-data"]?["schema"]
    #expect(schema?["properties"]?["file"] == ["type": "string", "format": "binary"])
    #expect(schema?["required"] == ["file"])
  }

  @Test func theDocumentAndItsPagesAreServed() async throws {
    let router = try Router(
      routes + Route.documentation(of: routes, APIInformation(title: "T", version: "1"), access: .everyone))
    #expect(try await router.exchange(.get, "/openapi.json").json == document)
    for path in ["/docs", "/redoc"] {
      let page = try await router.exchange(.get, path)
      #expect(page.status == 200)
      #expect(page.headers["Content-Security-Policy"]?.contains("connect-src 'self'") == true)
      #expect(!page.text.contains("https://"))
      #expect(!page.text.contains("innerHTML"))
    }
  }
}
