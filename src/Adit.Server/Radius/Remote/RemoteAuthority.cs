using System.Net;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>A group of RADIUS servers as an authority. Any thread may call.</summary>
internal sealed class RemoteAuthority : IAuthority, IDisposable
{
    private static readonly TimeSpan PatienceWithLast = TimeSpan.FromSeconds(30);

    private readonly RemoteDoor _decisions;
    private readonly RemoteDoor _reports;
    private readonly AccountingReporter _reporter;
    private readonly IReadOnlyList<RadiusSecret> _secrets;
    private readonly IReadOnlyList<IPEndPoint> _endPoints;
    private readonly OwnAttributes _own;

    public RemoteAuthority(
        RadiusGroupSettings settings, IReadOnlyList<RadiusSecret> secrets, string gateway, IRandomSource random, AccountingReporter reporter,
        ILogger logger)
    {
        (Settings, _secrets, _reporter) = (settings, secrets, reporter);
        _endPoints = [.. settings.Servers.Select(server => new IPEndPoint(server.Address, server.Port))];
        _own = new OwnAttributes(gateway, _endPoints[0]);
        _decisions = NewDoor(RadiusDoor.Authentication, server => server.Port);
        _reports = NewDoor(RadiusDoor.Accounting, server => server.AccountingPort);

        RemoteDoor NewDoor(RadiusDoor door, Func<RadiusServerSettings, int> port) => new(
            settings.Name, door, 
            [.. settings.Servers.Zip(secrets, (server, secret) => (OptionsOf(server, secret), new IPEndPoint(server.Address, port(server))))],
            random, logger);
    }

    /// <summary>What it was made from.</summary>
    public RadiusGroupSettings Settings { get; }

    /// <summary>The secrets of its servers; throws <see cref="Hosting.StartupException"/> where one cannot be had.</summary>
    public static IReadOnlyList<RadiusSecret> ReadSecrets(RadiusGroupSettings settings) => [.. settings.Servers.Select(server =>
        RadiusSecretFile.Read(server.SecretFile, $"{server.Address} in the RADIUS group '{settings.Name}'"))];

    /// <summary>Whether it would be made the same from these.</summary>
    public bool IsSame(RadiusGroupSettings settings, IReadOnlyList<RadiusSecret> secrets) =>
        Settings == settings && _secrets.Zip(secrets).All(pair => pair.First.IsSame(pair.Second));

    /// <summary>Has reports sent to these servers from now on.</summary>
    public void TakeReports() => _reporter.Use(_reports);

    /// <summary>How its servers do, for authentication and for accounting.</summary>
    public (IReadOnlyList<ServerHealth> Decisions, IReadOnlyList<ServerHealth> Reports) Health => (_decisions.Health, _reports.Health);

    /// <summary>Reports that wait for a server.</summary>
    public AccountingBacklog Backlog => _reporter.Backlog;

    /// <inheritdoc/>
    public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        var server = Unmark(ref request);
        var answer = await _decisions.AskAsync(_own.Complete(request.ToBytes()), server).WaitAsync(cancellationToken);
        if (!AccessReply.TryParseForeign(answer.Message, request.Credentials, out var reply))
            throw new NoDecisionException(new RemoteFailure.UnusableAnswer(Settings.Name, $"{_endPoints[answer.Server]}"));

        return reply is AccessReply.Challenge challenge
            ? challenge with { State = ConversationServer.Mark(_endPoints[answer.Server], challenge.State.Span) }
            : reply;
    }

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken)
    {
        _reporter.Report(_own.Complete(request.ToBytes()), request.SessionId, isInterim: request.Status is AccountingStatus.InterimUpdate);
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells that this gateway begins or ends, and has no sessions at that moment (RFC 2866 §5.1).</summary>
    public void Notify(AccountingStatus status, string sessionId) => 
        _reporter.Report(_own.Notice(status, sessionId), sessionId, isInterim: false);

    /// <summary>Asks each server whether it is there (RFC 5997); the time that it took, or null where it does not answer.</summary>
    public async Task<IReadOnlyList<(string Server, TimeSpan? Time)>> ProbeAsync(TimeProvider clock) => await Task.WhenAll(
        _endPoints.Select(async (endPoint, index) =>
        {
            var begin = clock.GetTimestamp();
            try
            {
                await _decisions.AskAsync(_own.Probe(), index);
                return ($"{endPoint}", (TimeSpan?)clock.GetElapsedTime(begin));
            }
            catch (NoDecisionException)
            {
                return ($"{endPoint}", null);
            }
        }));

    /// <summary>The answer of any server to a request, as it came.</summary>
    public async Task<(string Server, ReadOnlyMemory<byte> Message)> AskAsync(AccessRequest request)
    {
        var answer = await _decisions.AskAsync(_own.Complete(request.ToBytes()));
        return ($"{_endPoints[answer.Server]}", answer.Message);
    }

    /// <summary>Lets those who wait have their answers; for a group that a reload has taken out.</summary>
    public async Task RetireAsync()
    {
        using var patience = new CancellationTokenSource(PatienceWithLast);
        while (_decisions.IsBusy && !patience.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decisions.Dispose();
        _reports.Dispose();
    }

    /// <summary>A conversation goes on where it began. One whose server is no longer there begins anew with another, which says so.</summary>
    private int? Unmark(ref AccessRequest request)
    {
        if (request.Credentials is not AccessCredentials.Eap { State.IsEmpty: false } eap)
            return null;

        var server = ConversationServer.Find(_endPoints, eap.State, out var state);
        request = request with { Credentials = eap with { State = state } };
        return server;
    }

    private static RadiusServerOptions OptionsOf(RadiusServerSettings server, RadiusSecret secret) => new($"{server.Address}", secret)
    {
        Priority = server.Priority,
        Weight = server.Weight,
        Timeout = server.Timeout,
        Tries = server.Tries,
        MaxLosses = server.Losses,
        DeadTime = server.DeadTime,
        Probes = server.StatusServer,
        RequiresMessageAuthenticator = server.RequireMessageAuthenticator,
    };
}
