// A folder that is no model, or asks for what is not implemented, is refused with words that help.
import Embeddings
import Testing

@Suite struct ModelFolderTests {
  private static func change(_ file: String, to text: String, _ code: EmbeddingError.Code, _ words: String) {
    let tiny = TinyModel(seed: 1)
    tiny.folder.write(text, to: file)
    let error = #expect(throws: EmbeddingError.self) {
      try NativeEncoder(folder: ModelFolder.open(at: tiny.folder.path))
    }
    #expect(error?.code == code)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
  }

  @Test func theFolderSaysWhatTheModelIs() throws {
    let tiny = TinyModel(seed: 1)
    tiny.folder.write(#"{"prompts":{"query":"q: ","passage":"p: "}}"#, to: "config_sentence_transformers.json")
    let folder = try ModelFolder.open(at: tiny.folder.path, id: "tiny")
    #expect(
      folder.model
        == EmbeddingModel(
          id: "tiny", dimension: 36, maxTokens: 32, normalized: true, queryPrefix: "q: ", passagePrefix: "p: "))
    #expect(folder.queryPrefix == "q: ")
    #expect(folder.passagePrefix == "p: ")
  }

  @Test func anEmptyFolderIsAMissingModel() {
    let folder = TemporaryFolder()
    let error = #expect(throws: EmbeddingError.self) { try ModelFolder.open(at: folder.path) }
    #expect(error?.code == .modelMissing)
    #expect(error?.code.isCallersFault == true)
    #expect(error?.message.contains("config.json") == true)
  }

  @Test func otherWeightFilesAreNamed() {
    let folder = TemporaryFolder()
    folder.write("{}", to: "config.json")
    folder.write("x", to: "pytorch_model.bin")
    let error = #expect(throws: EmbeddingError.self) { try ModelFolder.open(at: folder.path) }
    #expect(error?.code == .modelUnsupported)
    #expect(error?.message.contains("pytorch_model.bin") == true)
  }

  @Test func whatCannotBeRunIsNamed() {
    Self.change("config.json", to: #"{"model_type":"t5"}"#, .modelUnsupported, "t5")
    Self.change("config.json", to: #"{"model_type":"bert","hidden_act":"mish"}"#, .modelUnsupported, "mish")
    Self.change(
      "config.json", to: #"{"model_type":"bert","position_embedding_type":"relative_key"}"#, .modelUnsupported,
      "relative_key")
    Self.change("modules.json", to: #"[{"type":"sentence_transformers.models.CNN"}]"#, .modelUnsupported, "CNN")
    Self.change("1_Pooling/config.json", to: #"{"pooling_mode_max_tokens":true}"#, .modelUnsupported, "max_tokens")
  }

  @Test func whatContradictsItselfIsNamed() {
    Self.change("config.json", to: #"{"model_type":"bert"}"#, .modelDamaged, "hidden_size")
    Self.change(
      "config.json",
      to:
        #"{"model_type":"bert","hidden_size":36,"num_hidden_layers":2,"num_attention_heads":5,"intermediate_size":50,"vocab_size":22,"max_position_embeddings":64}"#,
      .modelDamaged, "num_attention_heads")
    Self.change(
      "config.json",
      to:
        #"{"model_type":"bert","hidden_size":36,"num_hidden_layers":3,"num_attention_heads":3,"intermediate_size":50,"vocab_size":22,"max_position_embeddings":64}"#,
      .modelDamaged, "encoder.layer.2")
    Self.change("modules.json", to: #"[{"type":"x.Pooling","path":"../../etc"}]"#, .modelDamaged, "outside")
    Self.change("vocab.txt", to: TinyModel.words.joined(separator: "\n") + "\nmore\n", .modelDamaged, "rows")
    Self.change("sentence_bert_config.json", to: "[", .modelDamaged, "sentence_bert_config.json")
  }
}
