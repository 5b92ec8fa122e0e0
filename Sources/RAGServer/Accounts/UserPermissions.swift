// What a user may do beyond the role, switch by switch, as Open WebUI's clients read it on signing in. These are its
// defaults; they decide what an interface shows.
internal import HTTP

/// The switches.
package struct UserPermissionsPayload: Payload, Equatable {
  package struct Workspace: Codable, Sendable, Equatable {
    package var models = false
    package var knowledge = false
    package var prompts = false
    package var tools = false
  }

  package struct Sharing: Codable, Sendable, Equatable {
    package var publicModels = false
    package var publicKnowledge = false
    package var publicPrompts = false
    package var publicTools = false
    package var publicNotes = false

    private enum CodingKeys: String, CodingKey {
      case publicModels = "public_models"
      case publicKnowledge = "public_knowledge"
      case publicPrompts = "public_prompts"
      case publicTools = "public_tools"
      case publicNotes = "public_notes"
    }
  }

  package struct Chat: Codable, Sendable, Equatable {
    package var controls = true
    package var valves = true
    package var systemPrompt = true
    package var params = true
    package var fileUpload = true
    package var delete = true
    package var deleteMessage = true
    package var continueResponse = true
    package var regenerateResponse = true
    package var rateResponse = true
    package var edit = true
    package var share = true
    package var export = true
    package var stt = true
    package var tts = true
    package var call = true
    package var multipleModels = true
    package var temporary = true
    package var temporaryEnforced = false

    private enum CodingKeys: String, CodingKey {
      case controls, valves, params, delete, edit, share, export, stt, tts, call, temporary
      case systemPrompt = "system_prompt"
      case fileUpload = "file_upload"
      case deleteMessage = "delete_message"
      case continueResponse = "continue_response"
      case regenerateResponse = "regenerate_response"
      case rateResponse = "rate_response"
      case multipleModels = "multiple_models"
      case temporaryEnforced = "temporary_enforced"
    }
  }

  package struct Features: Codable, Sendable, Equatable {
    package var directToolServers = false
    package var webSearch = true
    package var imageGeneration = true
    package var codeInterpreter = true
    package var notes = true

    private enum CodingKeys: String, CodingKey {
      case notes
      case directToolServers = "direct_tool_servers"
      case webSearch = "web_search"
      case imageGeneration = "image_generation"
      case codeInterpreter = "code_interpreter"
    }
  }

  package var workspace = Workspace()
  package var sharing = Sharing()
  package var chat = Chat()
  package var features = Features()

  package init() {}
}
