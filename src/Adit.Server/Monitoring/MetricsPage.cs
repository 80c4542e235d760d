using Adit.Access.Accounts;
using Adit.Server.Control;
using Adit.Server.Radius;

namespace Adit.Server.Monitoring;

/// <summary>
/// Everything that is counted, for Prometheus. No label holds what a user or a stranger chose: no names, no addresses of peers.
/// </summary>
internal static class MetricsPage
{
    public static string Write(ServerStatus status, AccountCounts accounts, ServerMonitor monitor)
    {
        var page = new Exposition();
        WriteProcess(page);
        WriteServer(page, status);
        WriteAccounts(page, accounts);
        WriteAttempts(page, monitor);
        WriteTraffic(page, monitor);
        WriteRadius(page, monitor.Radius);
        WriteRadiusServers(page, status.RadiusServers);
        return page.ToString();
    }

    /// <summary>Under the names that Prometheus' own libraries give them.</summary>
    private static void WriteProcess(Exposition page) => page
        .Single("process_cpu_seconds_total", "counter", "CPU time that the server has taken.", Environment.CpuUsage.TotalTime.TotalSeconds)
        .Single("process_resident_memory_bytes", "gauge", "Memory that the server has.", Environment.WorkingSet)
        .Single("process_open_fds", "gauge", "Files that the server has open, connections among them.", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count())
        .Single("adit_collector_pause_seconds_total", "counter", "How long the server has stood still for memory to be collected.", GC.GetTotalPauseDuration().TotalSeconds);

    private static void WriteServer(Exposition page, ServerStatus status)
    {
        page.Family("adit_build_info", "gauge", "Always 1; its label is the server's version.").Sample(1, ("version", status.Version));
        page.Single("adit_start_time_seconds", "gauge", "When the server began to listen, in Unix time.", SecondsOf(status.StartedUtc));
        page.Single("adit_draining", "gauge", "1 while new calls are turned away.", status.Draining ? 1 : 0);
        page.Single("adit_half_open_connections", "gauge", "Connections that have not authenticated yet.", status.HalfOpen);
        page.Family("adit_sessions", "gauge", "Sessions that are open.").Sample(status.Sessions, ("tunnel", "sstp"));
        page.Family("adit_pool_addresses", "gauge", "Addresses of each pool, by whether a session holds them.");
        WritePool(page, status.Pool, status.Pool.Prefix);
        foreach (var pool in status.Pools)
            WritePool(page, pool, pool.Name);
        if (status.Certificate is { } certificate)
            page.Single("adit_certificate_expiry_timestamp_seconds", "gauge",
                "When the certificate shown to callers expires, in Unix time.", SecondsOf(certificate.NotAfterUtc));
        WriteCertificates(page, status.Certificates);
    }

    private static void WritePool(Exposition page, PoolView pool, string label)
    {
        page.Sample(pool.Used, ("pool", label), ("state", "used"));
        if (pool.Free is { } free)
            page.Sample(free, ("pool", label), ("state", "free"));
    }

    private static void WriteCertificates(Exposition page, IReadOnlyList<ShownCertificateView> certificates)
    {
        page.Family("adit_certificate_not_after_timestamp_seconds", "gauge", "When each certificate shown to callers expires, in Unix time.");
        foreach (var one in certificates)
            page.Sample(SecondsOf(one.NotAfterUtc), LabelsOf(one));
        page.Family("adit_certificate_refused", "gauge", "1 while a newer certificate is not shown: it failed its checks, or was never assigned.");
        foreach (var one in certificates)
            page.Sample(one.Problem is null ? 0 : 1, LabelsOf(one));
    }

    private static (string, string)[] LabelsOf(ShownCertificateView one) =>
        [("store", one.Store), ("name", one.Source), ("role", "sstp")];

    private static void WriteAccounts(Exposition page, AccountCounts accounts) => page
        .Family("adit_accounts", "gauge", "Accounts by what keeps them from signing in.")
        .Sample(accounts.Enabled, ("state", "enabled"))
        .Sample(accounts.Locked, ("state", "locked"))
        .Sample(accounts.Disabled, ("state", "disabled"));

    private static void WriteAttempts(Exposition page, ServerMonitor monitor)
    {
        page.Family("adit_attempts_total", "counter", "Attempts to connect, by result and failure code.")
            .Sample(monitor.Opened, ("result", "opened"), ("code", "none"));
        foreach (var (code, count) in monitor.Failed.Read())
            page.Sample(count, ("result", "failed"), ("code", code));
        page.Family("adit_sessions_closed_total", "counter", "Sessions that have ended, by failure code; none where the user wished it.");
        foreach (var (code, count) in monitor.Closed.Read())
            page.Sample(count, ("code", code));
        page.Single("adit_attempt_records_lost_total", "counter",
            "Attempts that adit why cannot tell of, since more came than could be written.", monitor.LostRecords);
        page.Single("adit_log_rows_lost_total", "counter",
            "Decisions and reports that adit log cannot tell of, since more came than could be written.", monitor.LostRows);
        page.Family("adit_database_waiting_rows", "gauge", "Rows that wait to be written into the database now.")
            .Sample(monitor.WaitingRecords(), ("of", "attempts")).Sample(monitor.WaitingRows(), ("of", "log"));
        page.Family("adit_connect_seconds", "histogram", "From an attempt's first byte to its first packet.").Sample(monitor.ConnectTime);
        page.Family("adit_connect_phase_seconds", "histogram", "The same, by what the call was doing.");
        foreach (var (phase, times) in monitor.PhaseTimes)
            page.Sample(times, ("phase", phase));
    }

    private static void WriteTraffic(Exposition page, ServerMonitor monitor)
    {
        var (traffic, tun) = (monitor.Traffic.Read(), monitor.Tun());
        page.Family("adit_bytes_total", "counter", "Bytes of packets inside the tunnels, seen from the server.")
            .Sample(traffic.BytesIn, ("direction", "in")).Sample(traffic.BytesOut, ("direction", "out"));
        page.Family("adit_packets_total", "counter", "Packets inside the tunnels, seen from the server.")
            .Sample(traffic.PacketsIn, ("direction", "in")).Sample(traffic.PacketsOut, ("direction", "out"));
        page.Single("adit_marked_packets_total", "counter", "Packets to clients that were marked with ECN instead of dropped.", traffic.PacketsMarked);
        page.Single("adit_batches_total", "counter", "Batches in which packets to clients left; packets divided by it is a batch's size.", traffic.Batches);
        page.Single("adit_link_stalls_total", "counter", "How often a client's connection took no more, and packets for it waited.", traffic.Stalls);
        page.Single("adit_waiting_bytes", "gauge", "Bytes of packets that wait for clients' connections now.", traffic.Waiting);
        page.Family("adit_dropped_packets_total", "counter", "Packets dropped, by reason.");
        foreach (var (reason, count) in Traffic.Reasons.Zip(traffic.Dropped))
            page.Sample(count, ("reason", WordsOf(reason.ToString())));
        page.Sample(tun.Undeliverable, ("reason", "no_session"));
        page.Single("adit_tun_reads_total", "counter", "Reads of the TUN: of a packet, or of several of one flow.", tun.Reads);
        page.Single("adit_tun_writes_total", "counter", "Writes into the TUN; packets in divided by it is how many share one.", tun.Writes);
        page.Single("adit_tun_refused_writes_total", "counter", "Writes into the TUN that the kernel did not take.", tun.RefusedWrites);
    }

    private static void WriteRadius(Exposition page, RadiusCounts radius)
    {
        page.Family("adit_radius_answers_total", "counter", "Answers to RADIUS clients, by kind.");
        foreach (var (kind, count) in radius.Answers.Read())
            page.Sample(count, ("kind", WordsOf(kind)));
        page.Family("adit_radius_dropped_packets_total", "counter", "RADIUS packets without a new answer, by reason.");
        foreach (var (reason, count) in radius.Drops.Read())
            page.Sample(count, ("reason", WordsOf(reason)));
    }

    /// <summary>Labels are of the configuration, not of a peer.</summary>
    private static void WriteRadiusServers(Exposition page, IReadOnlyList<RadiusServerView> servers)
    {
        page.Family("adit_radius_server_up", "gauge", "0 from the time a RADIUS server that we ask was given up until it answers again.");
        foreach (var server in servers)
            page.Sample(server.Up ? 1 : 0, ServerLabels(server));
        page.Family("adit_radius_server_waiting", "gauge", "Requests that wait for its answer.");
        foreach (var server in servers)
            page.Sample(server.Waiting, ServerLabels(server));
        page.Family("adit_radius_server_packets_total", "counter", "Packets to and from RADIUS servers that we ask, by what became of them.");
        foreach (var server in servers)
            foreach (var (result, count) in new[] { ("sent", server.Sent), ("answered", server.Answered), ("lost", server.Lost), ("dropped", server.Dropped) })
                page.Sample(count, [.. ServerLabels(server), ("result", result)]);
    }

    private static (string, string)[] ServerLabels(RadiusServerView server) =>
        [("group", server.Group), ("server", server.Server), ("for", server.For)];

    private static double SecondsOf(DateTimeOffset time) => time.ToUnixTimeSeconds();

    /// <summary>QueueFull as queue_full.</summary>
    private static string WordsOf(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
