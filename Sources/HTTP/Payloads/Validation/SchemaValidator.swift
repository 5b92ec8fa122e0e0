// Checks a JSON tree against a schema and collects every issue, as pydantic does, instead of stopping at the first; gives
// back the tree with pydantic's lax conversions applied (`"5"` for an integer, `"yes"` for a boolean, a missing field's
// default), so that decoding afterwards is strict and simple.

/// Collects issues over the parts of one request.
struct SchemaValidator {
  /// More issues than this are not told: a hostile body has no limit of its own.
  static let issueLimit = 100

  private(set) var issues: [ValidationIssue] = []
  /// Where the value being checked stands. A stack, because most values are sound and need no location.
  private var path: [JSONValue] = []

  mutating func report(_ issue: ValidationIssue) {
    if issues.count < Self.issueLimit { issues.append(issue) }
  }

  private mutating func report(
    _ type: String, _ message: String, _ input: JSONValue, _ rules: FieldRules, context: JSONObject? = nil
  ) {
    let shown: JSONValue = rules.isSecret ? "**********" : input
    report(ValidationIssue(type: type, location: path, message: message, input: shown, context: context))
  }

  /// Checks a value that stands at `location`.
  /// - Returns: The value with conversions applied; meaningless once there are issues.
  mutating func check(_ value: JSONValue, against schema: PayloadSchema, at location: [JSONValue]) -> JSONValue {
    path = location
    return check(value, schema, FieldRules())
  }

  /// Checks a value one step deeper.
  private mutating func check(
    _ value: JSONValue, _ schema: PayloadSchema, _ rules: FieldRules, at step: JSONValue
  ) -> JSONValue {
    path.append(step)
    defer { path.removeLast() }
    return check(value, schema, rules)
  }

  private mutating func check(_ value: JSONValue, _ schema: PayloadSchema, _ rules: FieldRules) -> JSONValue {
    switch schema {
    case .any, .file: return value
    case .nullable(let inner):
      return value.isNull ? value : check(value, inner, rules)
    case .string: return checkString(value, rules)
    case .integer(let minimum, let maximum):
      switch LaxConversion.integer(value) {
      case .success(let number):
        var bounds = rules
        if let minimum { bounds.minimum = max(bounds.minimum ?? Double(minimum), Double(minimum)) }
        if let maximum { bounds.maximum = min(bounds.maximum ?? Double(maximum), Double(maximum)) }
        checkBounds(Double(number), value, bounds)
        return .integer(number)
      case .failure(let refusal): report(refusal.type, refusal.message, value, rules)
      }
    case .number:
      switch LaxConversion.number(value) {
      case .success(let number):
        checkBounds(number, value, rules)
        return .double(number)
      case .failure(let refusal): report(refusal.type, refusal.message, value, rules)
      }
    case .boolean:
      switch LaxConversion.boolean(value) {
      case .success(let flag): return .bool(flag)
      case .failure(let refusal): report(refusal.type, refusal.message, value, rules)
      }
    case .choice(let choices): checkChoice(value, choices, rules)
    case .list(let element): return checkList(value, element, rules)
    case .dictionary(let element):
      guard case .object(let fields) = value else {
        report("dict_type", "Input should be a valid dictionary", value, rules)
        return value
      }
      return checkDictionary(fields, element)
    case .payload(let reference):
      switch SchemaDerivation.definition(of: reference.type) {
      case .object(let object): return checkObject(value, object, rules)
      case .inline(let inlined): return check(value, inlined, rules)
      case .failed: return value  // refused when the router was built
      }
    case .either(let options): return checkEither(value, options, rules)
    }
    return value
  }

  private mutating func checkString(_ value: JSONValue, _ rules: FieldRules) -> JSONValue {
    guard case .string(let text) = value else {
      report("string_type", "Input should be a valid string", value, rules)
      return value
    }
    guard rules.minLength != nil || rules.maxLength != nil else { return value }
    let length = text.unicodeScalars.count
    if let least = rules.minLength, length < least {
      report(
        "string_too_short", "String should have at least \(least) \(least == 1 ? "character" : "characters")", value,
        rules, context: ["min_length": .integer(Int64(least))])
    }
    if let most = rules.maxLength, length > most {
      report(
        "string_too_long", "String should have at most \(most) \(most == 1 ? "character" : "characters")", value, rules,
        context: ["max_length": .integer(Int64(most))])
    }
    return value
  }

  private mutating func checkBounds(_ number: Double, _ value: JSONValue, _ rules: FieldRules) {
    func told(_ bound: Double) -> JSONValue { Int64(exactly: bound).map { .integer($0) } ?? .double(bound) }
    if let bound = rules.minimum, number < bound {
      report(
        "greater_than_equal", "Input should be greater than or equal to \(told(bound))", value, rules,
        context: ["ge": told(bound)])
    }
    if let bound = rules.above, number <= bound {
      report("greater_than", "Input should be greater than \(told(bound))", value, rules, context: ["gt": told(bound)])
    }
    if let bound = rules.maximum, number > bound {
      report(
        "less_than_equal", "Input should be less than or equal to \(told(bound))", value, rules,
        context: ["le": told(bound)])
    }
    if let bound = rules.below, number >= bound {
      report("less_than", "Input should be less than \(told(bound))", value, rules, context: ["lt": told(bound)])
    }
  }

  private mutating func checkChoice(
    _ value: JSONValue, _ choices: [JSONValue], _ rules: FieldRules
  ) {
    guard !choices.contains(value) else { return }
    let quoted = choices.map { choice in choice.string.map { "'\($0)'" } ?? choice.description }
    let expected =
      quoted.count > 1 ? quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "") : quoted.joined()
    report("enum", "Input should be \(expected)", value, rules, context: ["expected": .string(expected)])
  }

  private mutating func checkList(
    _ value: JSONValue, _ element: PayloadSchema, _ rules: FieldRules
  ) -> JSONValue {
    guard case .array(let elements) = value else {
      report("list_type", "Input should be a valid list", value, rules)
      return value
    }
    let count = elements.count
    if let least = rules.minLength, count < least {
      report(
        "too_short",
        "List should have at least \(least) \(least == 1 ? "item" : "items") after validation, not \(count)",
        value, rules,
        context: ["field_type": "List", "min_length": .integer(Int64(least)), "actual_length": .integer(Int64(count))])
    }
    if let most = rules.maxLength, count > most {
      report(
        "too_long", "List should have at most \(most) \(most == 1 ? "item" : "items") after validation, not \(count)",
        value, rules,
        context: ["field_type": "List", "max_length": .integer(Int64(most)), "actual_length": .integer(Int64(count))])
    }
    if element == .any { return value }
    var checked: [JSONValue] = []
    checked.reserveCapacity(count)
    for (index, item) in elements.enumerated() {
      checked.append(check(item, element, FieldRules(), at: .integer(Int64(index))))
    }
    return .array(checked)
  }

  private mutating func checkDictionary(
    _ fields: JSONObject, _ element: PayloadSchema
  ) -> JSONValue {
    if element == .any { return .object(fields) }
    var checked = JSONObject()
    for (key, item) in fields { checked[key] = check(item, element, FieldRules(), at: .string(key)) }
    return .object(checked)
  }

  private mutating func checkObject(
    _ value: JSONValue, _ schema: ObjectSchema, _ rules: FieldRules
  ) -> JSONValue {
    guard case .object(var fields) = value else {
      report(
        "model_attributes_type", "Input should be a valid dictionary or object to extract fields from", value, rules)
      return value
    }
    for field in schema.fields {
      if let given = fields[field.name] {
        fields[field.name] = check(given, field.schema, field.rules, at: .string(field.name))
      } else if let standard = field.rules.standard {
        fields[field.name] = standard
      } else if field.isRequired {
        report(.missing(at: path + [.string(field.name)], in: schema.withoutSecrets(value)))
      }
    }
    return .object(fields)
  }

  private mutating func checkEither(
    _ value: JSONValue, _ options: [PayloadSchema], _ rules: FieldRules
  ) -> JSONValue {
    var refusals: [ValidationIssue] = []
    for option in options {
      var attempt = SchemaValidator()
      attempt.path = path
      let checked = attempt.check(value, option, rules, at: .string(option.pydanticName))
      if attempt.issues.isEmpty { return checked }
      refusals += attempt.issues
    }
    for refusal in refusals { report(refusal) }
    return value
  }
}

extension ObjectSchema {
  /// The value with its secret fields blotted out, for echoing.
  fileprivate func withoutSecrets(_ value: JSONValue) -> JSONValue {
    var shown = value
    for field in fields where field.rules.isSecret && shown[field.name] != nil { shown[field.name] = "**********" }
    return shown
  }
}

extension PayloadSchema {
  /// What pydantic calls the branch of a union in a location.
  fileprivate var pydanticName: String {
    switch self {
    case .any: "any"
    case .string: "str"
    case .integer: "int"
    case .number: "float"
    case .boolean: "bool"
    case .choice: "enum"
    case .list(let element): "list[\(element.pydanticName)]"
    case .dictionary(let element): "dict[str,\(element.pydanticName)]"
    case .payload(let reference): reference.inlined?.pydanticName ?? String(describing: reference.type)
    case .nullable(let inner): "nullable[\(inner.pydanticName)]"
    case .either: "union"
    case .file: "file"
    }
  }
}
