using System.Text;

namespace Adit.Server.Control;

/// <summary>The description of the control API (OpenAPI 3.1): docs/openapi.json, which a test holds to the routes and the views.</summary>
public static class ApiDescription
{
    /// <summary>The description, as JSON.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var resource = typeof(ApiDescription).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
