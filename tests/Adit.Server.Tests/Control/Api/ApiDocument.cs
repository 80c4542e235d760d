using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control.Api;

/// <summary>Writes the description of the control API (OpenAPI 3.1) from <see cref="ApiOperations"/> and the views.</summary>
internal sealed class ApiDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ApiSchemas _schemas = new();

    public static string Write() => new ApiDocument().Build().ToJsonString(Readable) + "\n";

    private JsonObject Build()
    {
        var paths = new JsonObject();
        foreach (var (route, operation) in ApiOperations.All.OrderBy(entry => entry.Key.Split(' ')[1], StringComparer.Ordinal).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var (method, path) = (route.Split(' ')[0].ToLowerInvariant(), route.Split(' ')[1]);
            paths[path] ??= new JsonObject();
            paths[path]![method] = Of(operation, method, path);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Adit control API",
                ["version"] = "1",
                ["description"] = "Spoken over HTTP/1.1 on the Unix socket run/control.sock in the server's state directory. Only root and the "
                    + "server's own user are heard; who they are, the kernel says. What peers have sent is to be escaped before it is shown.",
                ["license"] = new JsonObject { ["name"] = "Apache License 2.0", ["identifier"] = "Apache-2.0" },
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(_schemas.Components.Select(schema => new KeyValuePair<string, JsonNode?>(schema.Key, schema.Value))),
            },
        };
    }

    private JsonObject Of(ApiOperation operation, string method, string path)
    {
        var described = new JsonObject
        {
            ["operationId"] = method + string.Concat(path.Split(['/', '.'], StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..])),
            ["summary"] = operation.Summary,
        };
        if (operation.Parameters.Count > 0)
            described["parameters"] = new JsonArray([.. operation.Parameters.Select(Of)]);
        if (operation.Body is { } body)
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", _schemas.Of(body)) };
        described["responses"] = Responses(operation);
        return described;
    }

    private JsonObject Responses(ApiOperation operation)
    {
        var responses = operation.Answer is { } answer
            ? new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = "Done.",
                    ["content"] = Content(operation.MediaType ?? "application/json", _schemas.Of(answer)),
                },
            }
            : new JsonObject { ["204"] = new JsonObject { ["description"] = "Done." } };
        foreach (var fault in operation.Faults.Concat(ApiOperation.Everywhere).OrderBy(ControlStatus.Of))
            responses[ControlStatus.Of(fault).ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = WordsOf(fault),
                ["content"] = Content("application/json", _schemas.Of(typeof(ProblemView))),
            };
        return responses;
    }

    private static string WordsOf(ControlFault fault) => fault switch
    {
        ControlFault.Denied => "The caller is not allowed to.",
        ControlFault.NotFound => "What the request names is not there.",
        ControlFault.Invalid => "The request cannot be read, or asks for what cannot be.",
        ControlFault.Conflict => "The request contradicts what is there already.",
        ControlFault.NotRunning => "The server does not serve.",
        _ => "The server tried and failed.",
    };

    private static JsonObject Of(ApiParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.In,
        ["required"] = parameter.IsRequired,
        ["description"] = parameter.Description,
        ["schema"] = new JsonObject { ["type"] = parameter.Type },
    };

    private static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };
}
