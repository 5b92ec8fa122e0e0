// Checks a JSON tree against a schema and collects every issue, as pydantic does, instead of stopping at the first; gives
// back the tree with pydantic's lax conversions applied (`"5"` for an integer, `"yes"` for a boolean, a missing field's
// default), so that decoding afterwards is strict and simple.

/// Collects issues over the parts of one request.
struct SchemaValidator {
  /// More issues than this are not told: a hostile body has no limit of its own.
  static let issueLimit = 100

  private(set) var issues: [ValidationIssue] = []

  mutating func report(_ issue: ValidationIssue) {
    if issues.count < Self.issueLimit { issues.append(issue) }
  }

  private mutating func report(
    _ type: String, _ message: String, _ location: [JSONValue], _ input: JSONValue, _ rules: FieldRules,
    context: JSONObject? = nil
  ) {
    let shown: JSONValue = rules.isSecret ? "**********" : input
    report(ValidationIssue(type: type, location: location, message: message, input: shown, context: context))
  }

  /// Checks a value.
  /// - Returns: The value with conversions applied; meaningless once there are issues.
  mutating func check(
    _ value: JSONValue, against schema: PayloadSchema, at location: [JSONValue], rules: FieldRules = FieldRules()
  ) -> JSONValue {
    switch schema {
    case .any, .file: return value
    case .nullable(let inner):
      return value.isNull ? value : check(value, against: inner, at: location, rules: rules)
    case .string: return checkString(value, location, rules)
    case .integer(let minimum, let maximum):
      switch LaxConversion.integer(value) {
      case .success(let number):
        var bounds = rules
        if let minimum { bounds.minimum = max(bounds.minimum ?? Double(minimum), Double(minimum)) }
        if let maximum { bounds.maximum = min(bounds.maximum ?? Double(maximum), Double(maximum)) }
        checkBounds(Double(number), value, location, bounds)
        return .integer(number)
      case .failure(let refusal): report(refusal.type, refusal.message, location, value, rules)
      }
    case .number:
      switch LaxConversion.number(value) {
      case .success(let number):
        checkBounds(number, value, location, rules)
        return .double(number)
      case .failure(let refusal): report(refusal.type, refusal.message, location, value, rules)
      }
    case .boolean:
      switch LaxConversion.boolean(value) {
      case .success(let flag): return .bool(flag)
      case .failure(let refusal): report(refusal.type, refusal.message, location, value, rules)
      }
    case .choice(let choices): checkChoice(value, choices, location, rules)
    case .list(let element): return checkList(value, element, location, rules)
    case .dictionary(let element):
      guard case .object(let fields) = value else {
        report("dict_type", "Input should be a valid dictionary", location, value, rules)
        return value
      }
      return checkDictionary(fields, element, location)
    case .payload(let reference):
      if let inlined = reference.inlined { return check(value, against: inlined, at: location, rules: rules) }
      guard let object = reference.object else { return value }
      return checkObject(value, object, location, rules)
    case .either(let options): return checkEither(value, options, location, rules)
    }
    return value
  }

  private mutating func checkString(_ value: JSONValue, _ location: [JSONValue], _ rules: FieldRules) -> JSONValue {
    guard case .string(let text) = value else {
      report("string_type", "Input should be a valid string", location, value, rules)
      return value
    }
    guard rules.minLength != nil || rules.maxLength != nil else { return value }
    let length = text.unicodeScalars.count
    if let least = rules.minLength, length < least {
      report(
        "string_too_short", "String should have at least \(least) \(least == 1 ? "character" : "characters")", location,
        value, rules, context: ["min_length": .integer(Int64(least))])
    }
    if let most = rules.maxLength, length > most {
      report(
        "string_too_long", "String should have at most \(most) \(most == 1 ? "character" : "characters")", location, value,
        rules, context: ["max_length": .integer(Int64(most))])
    }
    return value
  }

  private mutating func checkBounds(_ number: Double, _ value: JSONValue, _ location: [JSONValue], _ rules: FieldRules) {
    func told(_ bound: Double) -> JSONValue { Int64(exactly: bound).map { .integer($0) } ?? .double(bound) }
    if let bound = rules.minimum, number < bound {
      report(
        "greater_than_equal", "Input should be greater than or equal to \(told(bound))", location, value, rules,
        context: ["ge": told(bound)])
    }
    if let bound = rules.above, number <= bound {
      report("greater_than", "Input should be greater than \(told(bound))", location, value, rules, context: ["gt": told(bound)])
    }
    if let bound = rules.maximum, number > bound {
      report(
        "less_than_equal", "Input should be less than or equal to \(told(bound))", location, value, rules,
        context: ["le": told(bound)])
    }
    if let bound = rules.below, number >= bound {
      report("less_than", "Input should be less than \(told(bound))", location, value, rules, context: ["lt": told(bound)])
    }
  }

  private mutating func checkChoice(
    _ value: JSONValue, _ choices: [JSONValue], _ location: [JSONValue], _ rules: FieldRules
  ) {
    guard !choices.contains(value) else { return }
    let quoted = choices.map { choice in choice.string.map { "'\($0)'" } ?? choice.description }
    let expected =
      quoted.count > 1 ? quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "") : quoted.joined()
    report("enum", "Input should be \(expected)", location, value, rules, context: ["expected": .string(expected)])
  }

  private mutating func checkList(
    _ value: JSONValue, _ element: PayloadSchema, _ location: [JSONValue], _ rules: FieldRules
  ) -> JSONValue {
    guard case .array(let elements) = value else {
      report("list_type", "Input should be a valid list", location, value, rules)
      return value
    }
    let count = elements.count
    if let least = rules.minLength, count < least {
      report(
        "too_short", "List should have at least \(least) \(least == 1 ? "item" : "items") after validation, not \(count)",
        location, value, rules,
        context: ["field_type": "List", "min_length": .integer(Int64(least)), "actual_length": .integer(Int64(count))])
    }
    if let most = rules.maxLength, count > most {
      report(
        "too_long", "List should have at most \(most) \(most == 1 ? "item" : "items") after validation, not \(count)",
        location, value, rules,
        context: ["field_type": "List", "max_length": .integer(Int64(most)), "actual_length": .integer(Int64(count))])
    }
    if element == .any { return value }
    var checked: [JSONValue] = []
    checked.reserveCapacity(count)
    for (index, item) in elements.enumerated() {
      checked.append(check(item, against: element, at: location + [.integer(Int64(index))]))
    }
    return .array(checked)
  }

  private mutating func checkDictionary(
    _ fields: JSONObject, _ element: PayloadSchema, _ location: [JSONValue]
  ) -> JSONValue {
    if element == .any { return .object(fields) }
    var checked = JSONObject()
    for (key, item) in fields { checked[key] = check(item, against: element, at: location + [.string(key)]) }
    return .object(checked)
  }

  private mutating func checkObject(
    _ value: JSONValue, _ schema: ObjectSchema, _ location: [JSONValue], _ rules: FieldRules
  ) -> JSONValue {
    guard case .object(var fields) = value else {
      report(
        "model_attributes_type", "Input should be a valid dictionary or object to extract fields from", location, value,
        rules)
      return value
    }
    for field in schema.fields {
      let place = location + [.string(field.name)]
      if let given = fields[field.name] {
        fields[field.name] = check(given, against: field.schema, at: place, rules: field.rules)
      } else if let standard = field.rules.standard {
        fields[field.name] = standard
      } else if field.isRequired {
        report(.missing(at: place, in: schema.withoutSecrets(value)))
      }
    }
    return .object(fields)
  }

  private mutating func checkEither(
    _ value: JSONValue, _ options: [PayloadSchema], _ location: [JSONValue], _ rules: FieldRules
  ) -> JSONValue {
    var refusals: [ValidationIssue] = []
    for option in options {
      var attempt = SchemaValidator()
      let checked = attempt.check(value, against: option, at: location + [.string(option.pydanticName)], rules: rules)
      if attempt.issues.isEmpty { return checked }
      refusals += attempt.issues
    }
    refusals.forEach { report($0) }
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
