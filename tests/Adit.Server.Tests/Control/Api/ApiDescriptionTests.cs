using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Server.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Server.Tests.Control.Api;

/// <summary>Holds docs/openapi.json, the routes and the views together.</summary>
public sealed class ApiDescriptionTests
{
    private static readonly string Root = Path.GetFullPath("../../../..", AppContext.BaseDirectory.TrimEnd('/'));

    public static TheoryData<string> Readable =>
        [.. ApiOperations.All.Where(entry => entry.Key.StartsWith("GET ", StringComparison.Ordinal) && entry.Value.MediaType is null).Select(entry => entry.Key)];

    [Fact]
    public void Every_route_is_described_and_nothing_else_is()
    {
        var routes = Routes().Order(StringComparer.Ordinal);

        Assert.True(routes.SequenceEqual(ApiOperations.All.Keys.Order(StringComparer.Ordinal)),
            $"ApiOperations is to describe these routes: {string.Join(", ", routes.Except(ApiOperations.All.Keys, StringComparer.Ordinal))}; "
            + $"and not these: {string.Join(", ", ApiOperations.All.Keys.Except(routes, StringComparer.Ordinal))}");
    }

    [Fact]
    public void The_page_is_what_the_routes_and_the_views_say()
    {
        var written = ApiDocument.Write();
        var made = Path.Combine(Root, "artifacts", "openapi.json");
        File.WriteAllText(made, written);

        Assert.True(written == File.ReadAllText(Path.Combine(Root, "docs", "openapi.json")), "docs/openapi.json is out of date: copy artifacts/openapi.json there.");
    }

    [Fact]
    public void Everything_has_a_description()
    {
        var undescribed =
            from schema in JsonNode.Parse(ApiDocument.Write())!["components"]!["schemas"]!.AsObject()
            from property in schema.Value!["properties"]?.AsObject() ?? []
            where property.Value!["description"] is null && property.Value["const"] is null
            select $"{schema.Key}.{property.Key}";

        Assert.Empty(undescribed);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task An_answer_has_the_form_that_is_described(string route)
    {
        using var state = new TemporaryDirectory();
        using var certificates = new CertificateLab();
        certificates.Stores.Add(StoreName.Roots, certificates.Authority.Certificate);
        await certificates.Control.RequestAsync(new RequestOrder(["vpn.example.com"], "p256", Ike: false, Exportable: false), Actor.Signal, default);
        await certificates.Books.AddAsync(IssuedCertificate.Of(certificates.Authority.Issuer, certificates.Authority.Certificate, "server"), default);
        await certificates.Lists.PublishAsync(default);
        var server = new FakeServerControl { Certificates = certificates.Control, Sessions = { FakeServerControl.CreateSession() }, Attempts = { FakeServerControl.CreateAttempt() } };
        server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));
        server.Denials.Denials.Add(new DenialView("user", "anna", FakeServerControl.Started, "root", ""));
        server.Audit.Add(new AuditView(FakeServerControl.Started, "root", "account.add", "anna", ""));
        server.Log.Add(new LogView(1, FakeServerControl.Started, LogKind.Granted, 6272, null, 0, 1, "anna", "anna", "gw", null, null, null, null, null, [new LogAttributeView("NAS-Port", "1")]));
        server.Filters.Add(new FilterRuleView("eth0", "in", "both", "everything else", "drop", 3, 180));
        await using var listener = await ControlListener.StartAsync(state.Path, server);
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(listener.SocketPath, token) });

        var answer = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://adit{route.Split(' ')[1]}?subject=anna")));

        var document = JsonNode.Parse(ApiDescription.Text)!;
        var schema = document["paths"]![route.Split(' ')[1]]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        Check(document, schema, answer, route);
    }

    /// <summary>Objects hold exactly what is described, at any depth.</summary>
    private static void Check(JsonNode document, JsonNode schema, JsonNode? value, string place)
    {
        if (schema["anyOf"] is { } choices)
            schema = value is null ? choices[1]! : choices[0]!;
        if (schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![$"{reference}".Split('/')[^1]]!;
        string[] types = schema["type"] is JsonArray several ? [.. several.Select(type => $"{type}")] : [$"{schema["type"]}"];
        Assert.True(types.Contains(TypeOf(value)), $"{place} is {TypeOf(value)}, not {string.Join(" or ", types)}");
        if (value is JsonArray items)
            foreach (var item in items)
                Check(document, schema["items"]!, item, $"{place}[]");
        if (value is not JsonObject members || schema["properties"] is not JsonObject properties)
            return;

        Assert.Equal(properties.Select(property => property.Key).Order(), members.Select(member => member.Key).Order());
        foreach (var (name, member) in members)
            Check(document, properties[name]!, member, $"{place}.{name}");
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "integer",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    private static List<string> Routes()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        using var application = (IDisposable)builder.Build();
        ControlApi.Map((IEndpointRouteBuilder)application, new FakeServerControl());
        return
        [
            .. ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                    .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}")),
        ];
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
