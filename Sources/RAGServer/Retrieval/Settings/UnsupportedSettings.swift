// The settings of Open WebUI's parts that this service does not have (some extraction services, web search, cloud drives),
// with the values they have there when nobody uses them. Its administration page reads all of them and breaks on a missing
// one; here they are shown as they are and cannot be changed.
internal import HTTP

enum UnsupportedSettings {
  /// By the contract's names, in its order.
  static let values: JSONObject = (try? JSONValue(parsing: Array(text.utf8)))?.object ?? [:]

  private static let text = """
    {
      "BYPASS_EMBEDDING_AND_RETRIEVAL": false, "RAG_FULL_CONTEXT": false,
      "DATALAB_MARKER_API_KEY": "", "DATALAB_MARKER_API_BASE_URL": "",
      "DATALAB_MARKER_ADDITIONAL_CONFIG": "", "DATALAB_MARKER_SKIP_CACHE": false, "DATALAB_MARKER_FORCE_OCR": false,
      "DATALAB_MARKER_PAGINATE": false, "DATALAB_MARKER_STRIP_EXISTING_OCR": false,
      "DATALAB_MARKER_DISABLE_IMAGE_EXTRACTION": false, "DATALAB_MARKER_FORMAT_LINES": false,
      "DATALAB_MARKER_USE_LLM": false, "DATALAB_MARKER_OUTPUT_FORMAT": "markdown",
      "DOCUMENT_INTELLIGENCE_ENDPOINT": "", "DOCUMENT_INTELLIGENCE_KEY": "", "MINERU_API_MODE": "local", "MINERU_API_URL": "http://localhost:8000",
      "MINERU_API_KEY": "", "MINERU_PARAMS": {}, "FILE_MAX_COUNT": null, "FILE_IMAGE_COMPRESSION_WIDTH": null,
      "FILE_IMAGE_COMPRESSION_HEIGHT": null, "ALLOWED_FILE_EXTENSIONS": [],
      "ENABLE_GOOGLE_DRIVE_INTEGRATION": false, "ENABLE_ONEDRIVE_INTEGRATION": false,
      "web": {
        "ENABLE_WEB_SEARCH": false, "WEB_SEARCH_ENGINE": "", "WEB_SEARCH_TRUST_ENV": false,
        "WEB_SEARCH_RESULT_COUNT": 3, "WEB_SEARCH_CONCURRENT_REQUESTS": 10, "WEB_LOADER_CONCURRENT_REQUESTS": 10,
        "WEB_SEARCH_DOMAIN_FILTER_LIST": [], "BYPASS_WEB_SEARCH_EMBEDDING_AND_RETRIEVAL": false,
        "BYPASS_WEB_SEARCH_WEB_LOADER": false, "OLLAMA_CLOUD_WEB_SEARCH_API_KEY": "", "SEARXNG_QUERY_URL": "",
        "YACY_QUERY_URL": "", "YACY_USERNAME": "", "YACY_PASSWORD": "", "GOOGLE_PSE_API_KEY": "",
        "GOOGLE_PSE_ENGINE_ID": "", "BRAVE_SEARCH_API_KEY": "", "KAGI_SEARCH_API_KEY": "",
        "MOJEEK_SEARCH_API_KEY": "", "BOCHA_SEARCH_API_KEY": "", "SERPSTACK_API_KEY": "", "SERPSTACK_HTTPS": true,
        "SERPER_API_KEY": "", "SERPLY_API_KEY": "", "TAVILY_API_KEY": "", "SEARCHAPI_API_KEY": "",
        "SEARCHAPI_ENGINE": "", "SERPAPI_API_KEY": "", "SERPAPI_ENGINE": "", "JINA_API_KEY": "",
        "BING_SEARCH_V7_ENDPOINT": "https://api.bing.microsoft.com/v7.0/search",
        "BING_SEARCH_V7_SUBSCRIPTION_KEY": "", "EXA_API_KEY": "", "PERPLEXITY_API_KEY": "",
        "PERPLEXITY_MODEL": "sonar", "PERPLEXITY_SEARCH_CONTEXT_USAGE": "medium", "SOUGOU_API_SID": "",
        "SOUGOU_API_SK": "", "WEB_LOADER_ENGINE": "", "ENABLE_WEB_LOADER_SSL_VERIFICATION": true,
        "PLAYWRIGHT_WS_URL": "", "PLAYWRIGHT_TIMEOUT": 10000, "FIRECRAWL_API_KEY": "",
        "FIRECRAWL_API_BASE_URL": "https://api.firecrawl.dev", "TAVILY_EXTRACT_DEPTH": "basic",
        "EXTERNAL_WEB_SEARCH_URL": "", "EXTERNAL_WEB_SEARCH_API_KEY": "", "EXTERNAL_WEB_LOADER_URL": "",
        "EXTERNAL_WEB_LOADER_API_KEY": "", "YOUTUBE_LOADER_LANGUAGE": ["en"], "YOUTUBE_LOADER_PROXY_URL": "",
        "YOUTUBE_LOADER_TRANSLATION": null
      }
    }
    """
}
