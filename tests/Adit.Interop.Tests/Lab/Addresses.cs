namespace Adit.Interop.Tests.Lab;

/// <summary>Who is where: guest or client — gateway — intranet host.</summary>
internal static class Addresses
{
    /// <summary>The guest, on its link to the gateway; it has no route beyond that link.</summary>
    public const string Guest = "10.99.0.2";

    /// <summary>The gateway's side of the guest's link, where the server under test listens.</summary>
    public const string Gateway = "10.99.0.1";

    /// <summary>A client's namespace, on its link to the gateway.</summary>
    public const string Client = "10.98.0.2";

    /// <summary>The gateway's side of that link.</summary>
    public const string ClientGateway = "10.98.0.1";

    /// <summary>A client's namespace over IPv6, where a test gives that link IPv6.</summary>
    public const string Client6 = "fd98::2";

    /// <summary>The gateway's side of it.</summary>
    public const string ClientGateway6 = "fd98::1";

    /// <summary>What only the tunnel leads to.</summary>
    public const string Intranet = "10.77.0.0/24";

    /// <summary>The gateway's side of the intranet.</summary>
    public const string IntranetGateway = "10.77.0.1";

    /// <summary>A host in the intranet.</summary>
    public const string IntranetHost = "10.77.0.2";

    /// <summary>Another address of a host in the intranet, where a pool inside that network wants to give it to a session.</summary>
    public const string IntranetSecond = "10.77.0.65";

    /// <summary>The gateway's side of a network whose hosts have no route but to that network.</summary>
    public const string LonelyGateway = "10.76.0.1";

    /// <summary>A host there: it answers nobody from elsewhere.</summary>
    public const string LonelyHost = "10.76.0.2";

    /// <summary>The gateway's side of the intranet over IPv6.</summary>
    public const string IntranetGateway6 = "fd77::1";

    /// <summary>The gateway's side of an IPv6 network in the intranet in which there is room for a pool.</summary>
    public const string WideGateway6 = "2001:db8:77::1";

    /// <summary>A host there, for which all of that network is on its link.</summary>
    public const string WideHost6 = "2001:db8:77::2";

    /// <summary>The host in the intranet over IPv6. It has no route back to any pool.</summary>
    public const string IntranetHost6 = "fd77::2";
}
