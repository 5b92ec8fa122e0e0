// The documentation pages: one HTML file without any outside resource, because a server on a closed network has no CDN and
// a page that takes a token must not load strangers' scripts. It builds itself from /openapi.json with textContent only,
// so nothing a document says is ever run. With `canTry` each operation has a form; without, it is for reading.
//
// The token is kept in sessionStorage, i.e. for this tab.

enum DocumentationPage {
  static func html(canTry: Bool) -> String {
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>API</title>"
      + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>\(style)</style></head>"
      + "<body data-can-try=\"\(canTry)\"><header><h1>API</h1><p></p><div id=\"tools\"></div></header>"
      + "<main><nav></nav><div id=\"operations\">Loading…</div></main><script>\(script)</script></body></html>"
  }

  private static let style = """
    :root{color-scheme:light dark;--line:#8884;--soft:#8881;--get:#2a7d4f;--post:#1f5fae;--put:#9a6a00;--delete:#b3372f}
    *{box-sizing:border-box}body{margin:0;font:15px/1.45 system-ui,sans-serif}header{padding:1rem 1.5rem;border-bottom:1px solid var(--line)}
    h1{margin:0;font-size:1.3rem}header p{margin:.2rem 0 .6rem;opacity:.8;white-space:pre-line}
    main{display:flex}nav{width:16rem;flex:none;padding:1rem;height:100vh;overflow:auto;position:sticky;top:0;font-size:.85rem}
    nav a{display:block;color:inherit;text-decoration:none;padding:.1rem .3rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    nav a:hover{background:var(--soft)}nav b{display:block;margin-top:.7rem}#operations{flex:1;padding:1rem 1.5rem;min-width:0}
    details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0}summary{cursor:pointer;padding:.45rem .7rem;display:flex;gap:.7rem;flex-wrap:wrap}
    summary:hover{background:var(--soft)}.verb{font-weight:700;width:4.2rem}.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
    code,pre,textarea,input{font:13px/1.4 ui-monospace,monospace}.body{padding:.2rem .9rem .9rem}.body p{white-space:pre-line}
    pre{background:var(--soft);padding:.6rem;overflow:auto;max-height:26rem;border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
    table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
    textarea{width:100%;min-height:8rem}input{width:100%;padding:.25rem}button{padding:.35rem .9rem;margin:.5rem .5rem .5rem 0;cursor:pointer}
    #tools{display:flex;gap:.6rem;max-width:46rem}h2{font-size:1.05rem;margin:1.4rem 0 .4rem}h3{font-size:.9rem;margin:.8rem 0 .2rem}.quiet{opacity:.65}
    @media(max-width:50rem){nav{display:none}}
    """

  private static let script = #"""
    const canTry = document.body.dataset.canTry === 'true';
    const make = (tag, text, ...children) => {
      const node = document.createElement(tag);
      if (text !== undefined && text !== null) node.textContent = text;
      node.append(...children);
      return node;
    };
    const shown = [];
    let api;

    const resolve = schema => schema && schema.$ref ? api.components.schemas[schema.$ref.split('/').pop()] || {} : schema || {};

    function typeName(schema) {
      if (!schema) return 'any';
      if (schema.$ref) return schema.$ref.split('/').pop();
      if (schema.allOf) return schema.allOf.map(typeName).join(' & ');
      if (schema.anyOf) return schema.anyOf.map(typeName).join(' | ');
      if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
      if (schema.type === 'array') return typeName(schema.items) + '[]';
      if (schema.additionalProperties) return '{string: ' + typeName(schema.additionalProperties) + '}';
      return schema.format === 'binary' ? 'file' : schema.type || 'any';
    }

    function example(schema, depth = 0) {
      if (!schema) return null;
      if (schema.default !== undefined) return schema.default;
      if (schema.examples) return schema.examples[0];
      if (schema.$ref) return depth > 4 ? {} : example(resolve(schema), depth + 1);
      if (schema.allOf) return example(schema.allOf[0], depth);
      if (schema.anyOf) return example(schema.anyOf[0], depth);
      if (schema.enum) return schema.enum[0];
      if (schema.type === 'array') return depth > 4 ? [] : [example(schema.items, depth + 1)];
      if (schema.type === 'object') {
        const value = {};
        for (const [name, field] of Object.entries(schema.properties || {})) value[name] = example(field, depth + 1);
        return value;
      }
      return { string: '', integer: 0, number: 0, boolean: false }[schema.type] ?? null;
    }

    function limits(schema) {
      return ['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems', 'default']
        .filter(key => schema[key] !== undefined).map(key => key + ' ' + JSON.stringify(schema[key])).join(', ');
    }

    function fieldTable(schema, depth = 0) {
      const object = resolve(schema);
      const inner = object.type === 'array' ? resolve(object.items) : object;
      if (!inner.properties) return make('p', typeName(schema));
      const table = make('table');
      for (const [name, field] of Object.entries(inner.properties)) {
        const required = (inner.required || []).includes(name);
        const words = make('td', [field.description, limits(field)].filter(Boolean).join(' · '));
        const target = [field, ...(field.anyOf || []), ...(field.allOf || []), field.items].find(part => part && part.$ref);
        if (target && depth < 3) {
          const more = make('details', null, make('summary', typeName(target)));
          more.addEventListener('toggle', () => { if (more.open && more.childElementCount === 1) more.append(fieldTable(target, depth + 1)); });
          words.append(more);
        }
        table.append(make('tr', null, make('td', null, make('code', name + (required ? '' : '?'))), make('td', null, make('code', typeName(field))), words));
      }
      return table;
    }

    function tryForm(method, path, operation) {
      const form = make('form');
      const inputs = [];
      for (const parameter of operation.parameters || []) {
        const input = make('input');
        input.placeholder = typeName(parameter.schema) + (parameter.required ? '' : ', optional');
        inputs.push([parameter, input]);
        form.append(make('h3', parameter.name + ' (' + parameter.in + ')'), input);
      }
      const content = operation.requestBody ? Object.entries(operation.requestBody.content)[0] : null;
      let text, fields;
      if (content && content[0] === 'multipart/form-data') {
        fields = Object.entries(content[1].schema.properties || {}).map(([name, schema]) => {
          const input = make('input');
          if (schema.format === 'binary') input.type = 'file';
          form.append(make('h3', name + ' (form)'), input);
          return [name, input];
        });
      } else if (content) {
        text = make('textarea');
        text.value = content[0] === 'application/json' ? JSON.stringify(example(content[1].schema), null, 2) : '';
        form.append(make('h3', 'body (' + content[0] + ')'), text);
      }
      const output = make('pre');
      output.hidden = true;
      form.append(make('button', 'Send'), output);
      form.addEventListener('submit', async event => {
        event.preventDefault();
        output.hidden = false;
        output.textContent = '…';
        let address = path;
        const query = new URLSearchParams();
        for (const [parameter, input] of inputs) {
          if (parameter.in === 'path') address = address.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
          else if (input.value !== '') query.append(parameter.name, input.value);
        }
        if ([...query].length) address += '?' + query;
        const options = { method: method.toUpperCase(), headers: {} };
        const token = sessionStorage.getItem('token');
        if (token) options.headers.Authorization = 'Bearer ' + token;
        if (fields) {
          options.body = new FormData();
          for (const [name, input] of fields) {
            if (input.type === 'file' ? input.files.length : input.value !== '') options.body.append(name, input.type === 'file' ? input.files[0] : input.value);
          }
        } else if (text && text.value !== '') {
          options.headers['Content-Type'] = content[0];
          options.body = text.value;
        }
        const start = performance.now();
        try {
          const response = await fetch(address, options);
          let answer = await response.text();
          try { answer = JSON.stringify(JSON.parse(answer), null, 2); } catch {}
          output.textContent = response.status + ' ' + response.statusText + '  ' + Math.round(performance.now() - start) + ' ms\n\n' + answer.slice(0, 200000);
        } catch (error) {
          output.textContent = String(error);
        }
      });
      return form;
    }

    function describe(method, path, operation) {
      const body = make('div');
      body.className = 'body';
      body.append(make('p', operation.description || ''));
      if (operation.parameters) {
        body.append(make('h3', 'Parameters'));
        const table = make('table');
        for (const parameter of operation.parameters) {
          table.append(make('tr', null, make('td', null, make('code', parameter.name + (parameter.required ? '' : '?'))), make('td', parameter.in),
            make('td', null, make('code', typeName(parameter.schema))), make('td', [parameter.description, limits(parameter.schema)].filter(Boolean).join(' · '))));
        }
        body.append(table);
      }
      for (const [type, content] of Object.entries(operation.requestBody ? operation.requestBody.content : {})) {
        body.append(make('h3', 'Body: ' + typeName(content.schema) + ' (' + type + ')'), fieldTable(content.schema));
      }
      for (const [status, response] of Object.entries(operation.responses)) {
        body.append(make('h3', status + ' ' + response.description));
        for (const content of Object.values(response.content || {})) if (status < 400) body.append(make('p', typeName(content.schema)), fieldTable(content.schema));
      }
      if (canTry) body.append(make('h3', 'Try it'), tryForm(method, path, operation));
      return body;
    }

    function render() {
      document.title = api.info.title;
      document.querySelector('h1').textContent = api.info.title + ' ' + api.info.version;
      document.querySelector('header p').textContent = api.info.description;
      const groups = new Map();
      for (const [path, item] of Object.entries(api.paths)) {
        for (const [method, operation] of Object.entries(item)) {
          const tag = (operation.tags || ['other'])[0];
          if (!groups.has(tag)) groups.set(tag, []);
          groups.get(tag).push([method, path, operation]);
        }
      }
      const list = document.getElementById('operations');
      const nav = document.querySelector('nav');
      list.textContent = '';
      for (const [tag, operations] of groups) {
        const heading = make('h2', tag);
        list.append(heading);
        nav.append(make('b', tag));
        for (const [method, path, operation] of operations) {
          const verb = make('span', method.toUpperCase());
          verb.className = 'verb ' + method;
          const words = make('span', operation.summary);
          words.className = 'quiet';
          const row = make('details', null, make('summary', null, verb, make('code', path), words));
          row.id = operation.operationId;
          row.addEventListener('toggle', () => { if (row.open && row.childElementCount === 1) row.append(describe(method, path, operation)); });
          const link = make('a', method.toUpperCase() + ' ' + path);
          link.href = '#' + operation.operationId;
          link.addEventListener('click', () => { row.open = true; });
          nav.append(link);
          list.append(row);
          shown.push([row, link, (method + ' ' + path + ' ' + operation.summary).toLowerCase()]);
        }
      }
      const row = location.hash && document.getElementById(location.hash.slice(1));
      if (row) { row.open = true; row.scrollIntoView(); }
    }

    const filter = make('input');
    filter.placeholder = 'Filter';
    filter.addEventListener('input', () => {
      for (const [row, link, words] of shown) row.hidden = link.hidden = !words.includes(filter.value.toLowerCase());
    });
    const tools = document.getElementById('tools');
    tools.append(filter);
    if (canTry) {
      const token = make('input');
      token.type = 'password';
      token.placeholder = 'Bearer token or API key';
      token.value = sessionStorage.getItem('token') || '';
      token.addEventListener('input', () => sessionStorage.setItem('token', token.value));
      tools.append(token);
    }
    fetch('openapi.json').then(response => {
      if (!response.ok) throw new Error(response.status + ' ' + response.statusText);
      return response.json();
    }).then(document => { api = document; render(); })
      .catch(error => { document.getElementById('operations').textContent = 'The document could not be loaded: ' + error.message; });
    """#
}
