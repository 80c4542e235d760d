using Adit.Client;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client.Doctor;

/// <summary>The owner of a call that goes as far as the server's question who we are, and then takes its leave.</summary>
internal sealed class QuestionProbe : ICallOwner, IPacketReceiver
{
    /// <summary>How far the call has come.</summary>
    public CallStage Stage { get; private set; }

    /// <summary>What the server asks for; null where it has not come to that.</summary>
    public string? Question { get; private set; }

    /// <summary>Why the call ended; null where we ended it.</summary>
    public Failure? Failure { get; private set; }

    public Action<CallStage>? StageReached { get; init; }

    public DropReason Accept(ReadOnlySpan<byte> packet) => DropReason.NotOpen;

    public void Flush()
    {
    }

    public void Handle(CallDriver driver, CallEvent callEvent, Moment now)
    {
        switch (callEvent)
        {
            case CallEvent.StageReached { Stage: <= CallStage.Open } reached:
                Stage = reached.Stage;
                StageReached?.Invoke(Stage);
                break;
            case CallEvent.FromPpp { Event: var said } when Question is null && NameOf(said) is { } question:
                Question = question;
                driver.Post((call, at) => call.Close(null, at));
                break;
            case CallEvent.Closed closed:
                Failure = closed.Failure;
                break;
        }
    }

    private static string? NameOf(PppEvent said) => said switch
    {
        PppEvent.ChallengeReceived => "MS-CHAPv2",
        PppEvent.ChapChallengeReceived => "CHAP",
        PppEvent.PasswordNeeded => "PAP",
        PppEvent.EapRequestReceived => "EAP",
        _ => null,
    };
}
