using System.Net;
using System.Net.Sockets;
using Adit.Server.Hosting;
using Adit.Server.Ipv6;
using Adit.Server.Network;
using Adit.Server.Radius;

namespace Adit.Server.Configuration;

/// <summary>What is wrong with a sound configuration on this machine alone.</summary>
internal static class MachineCheck
{
    /// <summary>Every fault with the place of its key; the first line where the file leaves the key to its default.</summary>
    public static IReadOnlyList<ConfigurationFault> FaultsOf(ConfigurationSnapshot snapshot)
    {
        var configuration = snapshot.Configuration;
        var faults = new List<ConfigurationFault>();
        foreach (var endPoint in configuration.Listen)
            Try(snapshot, "listen", faults, () => RefuseForeign(endPoint));
        foreach (var endPoint in configuration.PlainSstp.Listen)
            Try(snapshot, "plainSstp.listen", faults, () => RefuseForeign(endPoint));
        Try(snapshot, "plainSstp.listen", faults, () => Preflight.RefuseHalfPlain(configuration.PlainSstp));
        foreach (var path in configuration.PlainSstp.Certificates)
            Try(snapshot, "plainSstp.certificates", faults, () => Preflight.RefuseUnreadable(path));
        foreach (var certificate in configuration.Certificates)
            Try(snapshot, "certificates", faults, () => Preflight.RefuseUnusable(certificate));
        foreach (var filter in configuration.Filters)
            Try(snapshot, "filters", faults, () => Preflight.RefuseUnknownInterface(filter, configuration.Interface));
        Try(snapshot, "link.congestionControl", faults, () => Preflight.RefuseUnknownCongestionControl(configuration.Link));
        Try(snapshot, "dhcp.interface", faults, () => LeasingNetwork.RefuseMissing(configuration));
        Try(snapshot, "radius.clients", faults, () => RadiusClients.Of(configuration.Radius));
        Try(snapshot, "access.stores", faults, () => UsersFiles.Check(configuration.Access, configuration.Policies.Filters));
        Try(snapshot, "ipv6", faults, () => Ipv6Network.RefuseImpossible(configuration));
        Try(snapshot, "pool6", faults, () => Ipv6Network.RefuseOverlap(configuration));
        faults.AddRange(MachineFaults.Find(configuration));
        return faults;
    }

    /// <summary>An address of another machine. Whether the port is free is no question of the file: a running server has it.</summary>
    private static void RefuseForeign(IPEndPoint endPoint)
    {
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(endPoint.Address, 0));
        }
        catch (SocketException e)
        {
            throw StartupProblems.OfListening(endPoint.ToString(), e);
        }
    }

    private static void Try(ConfigurationSnapshot snapshot, string path, List<ConfigurationFault> faults, Action check)
    {
        try
        {
            check();
        }
        catch (StartupException e)
        {
            var key = snapshot.Keys.First(key => key.Path == path);
            faults.Add(new ConfigurationFault(Math.Max(key.Line, 1), Math.Max(key.Column, 1), e.Message.TrimEnd('.'), e.NextStep));
        }
    }
}
