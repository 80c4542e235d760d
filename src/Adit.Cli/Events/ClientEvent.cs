using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adit.Cli.Events;

/// <summary>Something that happened to a connection of this machine, by the number under which administrators look for it.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Event">The number of the event of a Windows client: 20221 to 20227.</param>
/// <param name="Host">The server.</param>
/// <param name="User">Who signs in.</param>
/// <param name="CorrelationId">The name by which the server's records know the attempt.</param>
/// <param name="Message">What happened, in a sentence that names number and code.</param>
/// <param name="Code">Our failure's code; null where nothing failed.</param>
/// <param name="WindowsCode">The code by which Windows names it; null without one.</param>
internal sealed record ClientEvent(
    DateTimeOffset AtUtc, int Event, string Host, string User, string CorrelationId, string Message, string? Code, int? WindowsCode)
{
    /// <summary>Dialling has begun.</summary>
    public const int Dialling = 20221;

    /// <summary>The link to the server is being set up.</summary>
    public const int LinkBegun = 20222;

    /// <summary>The link stands: TCP, TLS, and the server's yes to SSTP.</summary>
    public const int LinkUp = 20223;

    /// <summary>The two ends have agreed on the link, and the user is being authenticated.</summary>
    public const int LinkAgreed = 20224;

    /// <summary>Connected, with these parameters.</summary>
    public const int Connected = 20225;

    /// <summary>The connection has ended, with a reason.</summary>
    public const int Ended = 20226;

    /// <summary>The connection could not be made, with an error code.</summary>
    public const int Failed = 20227;

    /// <summary>Whether a number is one of these.</summary>
    public static bool IsOne(int number) => number is >= Dialling and <= Failed;
}

/// <summary>An event as one line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ClientEvent))]
internal sealed partial class ClientEventJson : JsonSerializerContext;
