using System.Globalization;
using Adit.Access.Accounting;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Storage.Sqlite;

/// <summary>A row of the table of sessions.</summary>
internal sealed record SessionRow(
    string Gateway,
    string SessionId,
    string UserName,
    string CallingStation,
    long? Address,
    string? Ipv6Prefix,
    string? CorrelationId,
    long Started,
    long Updated,
    long? Ended,
    long InputOctets,
    long OutputOctets,
    long InputPackets,
    long OutputPackets,
    long TerminateCause)
{
    public const string Selection =
        """
        SELECT gateway, session_id AS SessionId, user_name AS UserName, calling_station AS CallingStation, address, ipv6_prefix AS Ipv6Prefix,
            correlation_id AS CorrelationId, started, updated, ended, input_octets AS InputOctets, output_octets AS OutputOctets,
            input_packets AS InputPackets, output_packets AS OutputPackets, terminate_cause AS TerminateCause
        FROM sessions
        """ + " ";

    public static SessionRow Of(AccountingRequest report, DateTimeOffset now) => new(
        report.Gateway,
        report.SessionId,
        report.UserName,
        report.CallingStationId,
        report.FramedIpAddress?.Value,
        report.FramedIpv6Prefix?.ToString(),
        report.CorrelationId?.ToString(),
        SqliteTime.ToSql(now - report.SessionTime),
        SqliteTime.ToSql(now),
        report.Status is AccountingStatus.Stop ? SqliteTime.ToSql(now) : null,
        (long)Math.Min(report.InputOctets, long.MaxValue),
        (long)Math.Min(report.OutputOctets, long.MaxValue),
        report.InputPackets,
        report.OutputPackets,
        (long)report.TerminateCause);

    public SessionRecord ToSession() => new(
        Gateway, SessionId, UserName, CallingStation, SqliteTime.FromSql(Started), SqliteTime.FromSql(Updated))
    {
        Address = Address is { } address ? new Ipv4Address((uint)address) : null,
        Ipv6Prefix = Ipv6Prefix is not null && Protocols.Ip.Ipv6Prefix.TryParse(Ipv6Prefix, out var prefix) ? prefix : null,
        CorrelationId = CorrelationId is null ? null : Guid.Parse(CorrelationId, CultureInfo.InvariantCulture),
        InputOctets = InputOctets,
        OutputOctets = OutputOctets,
        InputPackets = InputPackets,
        OutputPackets = OutputPackets,
        EndedUtc = SqliteTime.FromSql(Ended),
        TerminateCause = (TerminateCause)TerminateCause,
    };
}
