namespace Adit.Protocols.Calls;

/// <summary>Why a call as a whole ended, where no single protocol of its stack is the cause.</summary>
public abstract record CallFailure : Failure
{
    private CallFailure(string code)
        : base(code)
    {
    }

    /// <summary>The call did not become open in time; the stage says where it hung.</summary>
    public sealed record SetupTimedOut(CallStage Stage) : CallFailure("CALL-101");

    /// <summary>No packet passed for as long as the session may be idle.</summary>
    public sealed record IdleTooLong(TimeSpan Idle) : CallFailure("CALL-102");

    /// <summary>The session lasted as long as it may.</summary>
    public sealed record SessionTimeOver(TimeSpan Limit) : CallFailure("CALL-103");

    /// <summary>An administrator ended the session.</summary>
    public sealed record DisconnectedByAdministrator(string Actor) : CallFailure("CALL-104");

    /// <summary>The server is being stopped.</summary>
    public sealed record ServerStopping() : CallFailure("CALL-105");

    /// <summary>The peer sent packets before its tunnel was connected, more than an honest client does.</summary>
    public sealed record DataBeforeConnected(int Packets) : CallFailure("CALL-107");

    /// <summary>The account was disabled or removed while its session was up.</summary>
    public sealed record AccountBlocked(string Actor) : CallFailure("CALL-108");
}
