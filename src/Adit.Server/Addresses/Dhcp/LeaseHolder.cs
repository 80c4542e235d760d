namespace Adit.Server.Addresses.Dhcp;

/// <summary>A session and the lease that it waits for or has.</summary>
internal sealed class LeaseHolder(string account, string sessionId, LeaseName name, HeldLease lease)
{
    public string Account { get; } = account;

    public string SessionId { get; } = sessionId;

    public LeaseName Name { get; } = name;

    public HeldLease Lease { get; } = lease;

    /// <summary>Why the last address was not taken that a server had lent; null where there was none.</summary>
    public string? Declined { get; private set; }

    /// <summary>Tells the server that the address is in use, and has another one asked for.</summary>
    public void Decline(string reason)
    {
        Declined = reason;
        Lease.Decline();
    }
}
