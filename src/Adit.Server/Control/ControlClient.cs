using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Adit.Server.Control;

/// <summary>Asks a running server. Every refusal, the server's absence too, is a <see cref="ControlException"/>.</summary>
public sealed class ControlClient : IDisposable
{
    /// <summary>Enough for a server under load; one that takes longer hangs.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly HttpClient _http;

    /// <summary>A client of the server that keeps its state in this directory.</summary>
    public ControlClient(string stateDirectory)
    {
        _path = ControlSocket.PathIn(stateDirectory);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false })
        {
            BaseAddress = new Uri("http://adit/v1/"),
            Timeout = TimeToAnswer,
        };
    }

    /// <summary>Our CA, the stores, and requests to other CAs.</summary>
    public CertificateClient Certificates => new(this);

    /// <summary>Who is denied.</summary>
    public DenialClient Denials => new(this);

    /// <summary>Many accounts at once.</summary>
    public SheetClient Sheets => new(this);

    /// <inheritdoc cref="IServerControl.GetStatusAsync"/>
    public Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        GetAsync("status", ControlJson.Default.ServerStatus, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListSessionsAsync"/>
    public Task<IReadOnlyList<SessionView>> ListSessionsAsync(CancellationToken cancellationToken) =>
        GetAsync("sessions", ControlJson.Default.IReadOnlyListSessionView, cancellationToken);

    /// <summary>Ends the session with this id, or every session of the user with this name; gives how many, at least one.</summary>
    public async Task<int> DisconnectAsync(string userOrSession, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"sessions?subject={Escape(userOrSession)}", null, cancellationToken);
        return (await ReadAsync(answer, ControlJson.Default.DisconnectedView, cancellationToken)).Count;
    }

    /// <inheritdoc cref="IServerControl.DrainAsync"/>
    public Task DrainAsync(bool drain, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Post, $"drain?on={(drain ? "true" : "false")}", null, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListAccountsAsync"/>
    public Task<IReadOnlyList<AccountView>> ListAccountsAsync(CancellationToken cancellationToken) =>
        GetAsync("accounts", ControlJson.Default.IReadOnlyListAccountView, cancellationToken);

    /// <inheritdoc cref="IServerControl.AddAccountAsync"/>
    public Task AddAccountAsync(AccountPassword account, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Post, "accounts", account, cancellationToken);

    /// <inheritdoc cref="IServerControl.SetAccountAsync"/>
    public async Task SetAccountAsync(string name, AccountOrder settings, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(settings, ControlJson.Default.AccountOrder);
        using var answer = await SendAsync(HttpMethod.Put, $"accounts/settings?name={Escape(name)}", content, cancellationToken);
    }

    /// <inheritdoc cref="IServerControl.SetPasswordAsync"/>
    public Task SetPasswordAsync(AccountPassword account, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Put, "accounts/password", account, cancellationToken);

    /// <inheritdoc cref="IServerControl.SetEnabledAsync"/>
    public Task SetEnabledAsync(string name, bool enabled, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Post, $"accounts/{(enabled ? "enable" : "disable")}?name={Escape(name)}", null, cancellationToken);

    /// <inheritdoc cref="IServerControl.UnlockAccountAsync"/>
    public Task UnlockAccountAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Post, $"accounts/unlock?name={Escape(name)}", null, cancellationToken);

    /// <inheritdoc cref="IServerControl.RemoveAccountAsync"/>
    public Task RemoveAccountAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(HttpMethod.Delete, $"accounts?name={Escape(name)}", null, cancellationToken);

    /// <inheritdoc cref="IServerControl.WhyAsync"/>
    public Task<WhyView> WhyAsync(string subject, string? fromAddress, CancellationToken cancellationToken) =>
        GetAsync($"why?subject={Escape(subject)}&from={Escape(fromAddress ?? "")}", ControlJson.Default.WhyView, cancellationToken);

    /// <inheritdoc cref="IServerControl.ExportAttemptAsync"/>
    public Task<AttemptView> ExportAttemptAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"attempts/export?subject={Escape(id)}", ControlJson.Default.AttemptView, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListAttemptsAsync"/>
    public Task<IReadOnlyList<AttemptView>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken) =>
        GetAsync($"attempts?failed={(filter.FailedOnly ? "true" : "false")}&limit={filter.Limit}&since={Escape(filter.SinceUtc?.ToString("O") ?? "")}",
            ControlJson.Default.IReadOnlyListAttemptView, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListNamelessAsync"/>
    public Task<IReadOnlyList<NamelessView>> ListNamelessAsync(DateTimeOffset sinceUtc, int limit, CancellationToken cancellationToken) =>
        GetAsync($"attempts/nameless?limit={limit}&since={Escape(sinceUtc.ToString("O"))}", ControlJson.Default.IReadOnlyListNamelessView, cancellationToken);

    /// <inheritdoc cref="IConfigurationControl.GetAsync"/>
    public Task<JsonObject> GetConfigurationAsync(CancellationToken cancellationToken) =>
        GetAsync("configuration", ControlJson.Default.JsonObject, cancellationToken);

    /// <inheritdoc cref="IConfigurationControl.ReloadAsync"/>
    public async Task<ReloadView> ReloadAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "reload", null, cancellationToken);
        return await ReadAsync(answer, ControlJson.Default.ReloadView, cancellationToken);
    }

    /// <inheritdoc cref="IPolicyControl.ListAsync"/>
    public Task<IReadOnlyList<PolicyView>> ListPoliciesAsync(CancellationToken cancellationToken) =>
        GetAsync("policies", ControlJson.Default.IReadOnlyListPolicyView, cancellationToken);

    /// <inheritdoc cref="IPolicyControl.TestAsync"/>
    public async Task<PolicyTrialView> TestPoliciesAsync(PolicyOrder order, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(order, ControlJson.Default.PolicyOrder);
        using var answer = await SendAsync(HttpMethod.Post, "policies/test", body, cancellationToken);
        return await ReadAsync(answer, ControlJson.Default.PolicyTrialView, cancellationToken);
    }

    /// <inheritdoc cref="IRevocationControl.LookUpAsync"/>
    public async Task<RevocationView> LookUpRevocationAsync(LookupOrder order, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(order, ControlJson.Default.LookupOrder);
        using var answer = await SendAsync(HttpMethod.Post, "revocation/lookup", content, cancellationToken);
        return await ReadAsync(answer, ControlJson.Default.RevocationView, cancellationToken);
    }

    /// <inheritdoc cref="IRevocationControl.FlushAsync"/>
    public async Task<FlushedView> FlushRevocationAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "revocation/flush", null, cancellationToken);
        return await ReadAsync(answer, ControlJson.Default.FlushedView, cancellationToken);
    }

    /// <inheritdoc cref="IRadiusControl.ListAsync"/>
    public Task<RadiusView> GetRadiusAsync(CancellationToken cancellationToken) =>
        GetAsync("radius", ControlJson.Default.RadiusView, cancellationToken);

    /// <inheritdoc cref="IRadiusControl.TestAsync"/>
    public async Task<RadiusTestView> TestRadiusAsync(RadiusTestOrder order, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(order, ControlJson.Default.RadiusTestOrder);
        return await AskAsync(HttpMethod.Post, "radius/test", content, ControlJson.Default.RadiusTestView, cancellationToken);
    }

    /// <inheritdoc cref="IServerControl.ListAuditAsync"/>
    public Task<IReadOnlyList<AuditView>> ListAuditAsync(
        DateTimeOffset? sinceUtc, string? actor, int limit, CancellationToken cancellationToken) => GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"audit?limit={limit}&since={Escape($"{sinceUtc:O}")}&actor={Escape(actor ?? "")}"),
        ControlJson.Default.IReadOnlyListAuditView, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListLogAsync"/>
    public Task<IReadOnlyList<LogView>> ListLogAsync(LogFilter filter, CancellationToken cancellationToken) => GetAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"log?limit={filter.Limit}&since={Escape($"{filter.SinceUtc:O}")}&user={Escape(filter.User ?? "")}&reason={Escape(filter.Reason ?? "")}&kind={(filter.Kind is { } kind ? LogApi.WordOf(kind) : "")}&after={filter.After}"),
        ControlJson.Default.IReadOnlyListLogView, cancellationToken);

    /// <inheritdoc cref="IServerControl.ListFiltersAsync"/>
    public Task<IReadOnlyList<FilterRuleView>> ListFiltersAsync(CancellationToken cancellationToken) =>
        GetAsync("filters", ControlJson.Default.IReadOnlyListFilterRuleView, cancellationToken);

    /// <inheritdoc cref="IServerControl.WriteMetricsAsync"/>
    public Task<string> ReadMetricsAsync(CancellationToken cancellationToken) => ReadTextAsync("/metrics", cancellationToken);

    /// <summary>
    /// What happened behind the event <paramref name="after"/>, or else the last <paramref name="recent"/> events; and what happens from
    /// now on, where that is asked for, until the server ends the stream.
    /// </summary>
    public async IAsyncEnumerable<ServerEvent> ReadEventsAsync(
        long? after, int recent, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(
            CultureInfo.InvariantCulture, $"events?recent={recent}&follow={(follow ? "true" : "false")}"));
        if (after is { } id)
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        using var answer = await SendAsync(request, cancellationToken);
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(events))
            yield return ReadEvent(events.Current.Data, (int)answer.StatusCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Escape(string text) => Uri.EscapeDataString(text);

    internal async Task<T> AskAsync<T>(
        HttpMethod method, string uri, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, uri, content, cancellationToken);
        return await ReadAsync(answer, type, cancellationToken);
    }

    internal async Task<string> ReadTextAsync(string uri, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, uri, null, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    internal async Task DoAsync(HttpMethod method, string uri, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, uri, null, cancellationToken);
    }

    private async Task<T> GetAsync<T>(string uri, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, uri, null, cancellationToken);
        return await ReadAsync(answer, type, cancellationToken);
    }

    private async Task ChangeAsync(HttpMethod method, string uri, AccountPassword? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent.Create(body, ControlJson.Default.AccountPassword);
        using var answer = await SendAsync(method, uri, content, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string uri, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Waits for the answer's header; what follows may take its time.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? answer : throw await ReadRefusalAsync(answer, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw ControlProblems.Unreachable(_path, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ControlProblems.NotAnswered(TimeToAnswer, exception);
        }
    }

    /// <summary>False at the end, also where the server has cut the stream off.</summary>
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private static ServerEvent ReadEvent(string json, int status)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ControlJson.Default.ServerEvent) ?? throw ControlProblems.NotUnderstood(status, null);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw ControlProblems.NotUnderstood(status, exception);
        }
    }

    private static async Task<ControlException> ReadRefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
            return new ControlException(ControlStatus.ToFault((int)answer.StatusCode),
                await ReadAsync(answer, ControlJson.Default.ProblemView, cancellationToken));
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw ControlProblems.NotUnderstood((int)answer.StatusCode, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ControlProblems.NotUnderstood((int)answer.StatusCode, exception);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
