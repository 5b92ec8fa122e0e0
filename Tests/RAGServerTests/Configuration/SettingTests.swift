import RAGServer
import Testing

@Suite("Settings")
struct SettingTests {
  private func values(
    flags: [Setting: String] = [:], environment: [String: String] = [:], file: String? = nil
  ) throws -> SettingValues {
    try SettingValues(flags: flags, environment: environment, file: file)
  }

  @Test func defaultsAreComplete() throws {
    let configuration = try ServerConfiguration(try values())
    #expect(configuration.host == "127.0.0.1" && configuration.port == 8080 && configuration.dataDirectory == "./data")
    #expect(configuration.chunkSize == 1_000 && configuration.chunkOverlap == 100 && configuration.topK == 3)
    #expect(configuration.secretKey == nil, "there is no default secret")
  }

  @Test func flagsWinOverTheEnvironmentAndThatOverTheFile() throws {
    let file = "# comment\nPORT = 1\nHOST=\"file\"\nCHUNK_SIZE=500\n"
    let environment = ["PORT": "2", "HOST": "environment", "WEBUI_NAME": ""]
    let configuration = try ServerConfiguration(
      try values(flags: [.port: "3"], environment: environment, file: file))
    #expect(configuration.port == 3 && configuration.host == "environment" && configuration.chunkSize == 500)
    #expect(configuration.name == "Martlet", "an empty variable is not set")
  }

  @Test(arguments: [
    ("PORT", "70000"), ("PORT", "x"), ("CHUNK_SIZE", "0"), ("RAG_RELEVANCE_THRESHOLD", "2"), ("ENABLE_SIGNUP", "maybe"),
    ("DEFAULT_USER_ROLE", "root"), ("JWT_EXPIRES_IN", "soon"), ("CHUNK_OVERLAP", "1000"),
    ("MARTLET_TLS_CERTIFICATE", "only.pem"),
  ])
  func impossibleValuesNameTheSetting(variable: String, text: String) throws {
    let values = try values(environment: [variable: text])
    #expect { try ServerConfiguration(values) } throws: { error in
      (error as? ConfigurationError)?.message.contains(variable) == true
    }
  }

  @Test(arguments: ["NO_SUCH_NAME=1", "PORT", "= 3"])
  func linesOfTheFileThatMeanNothingAreErrors(line: String) {
    #expect { try values(file: "\n" + line) } throws: { error in
      (error as? ConfigurationError)?.message.contains("Line 2") == true
    }
  }

  @Test func secretsHaveNoFlag() {
    #expect(Setting.secretKey.flag == nil)
  }
}
