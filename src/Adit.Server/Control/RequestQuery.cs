using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Adit.Server.Control;

/// <summary>Reads what a request's query asks for.</summary>
internal static class RequestQuery
{
    /// <summary>The value; null where there is none.</summary>
    public static string? Find(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>The value, which must be there.</summary>
    public static string Read(HttpContext http, string name) => Find(http, name) ?? throw Unreadable($"The query has no '{name}'.");

    /// <summary>A number in a range.</summary>
    public static int ReadNumber(HttpContext http, string name, int fallback, int min, int max) =>
        Find(http, name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw Unreadable($"'{name}' is to be a number from {min} to {max}.");

    /// <summary>A time of ISO 8601; null where there is none.</summary>
    public static DateTimeOffset? ReadTime(HttpContext http, string name) =>
        Find(http, name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime()
        : throw Unreadable($"'{name}' is to be a time such as 2026-05-04T03:02:01Z.");

    public static ControlException Unreadable(string cause) =>
        new(ControlFault.Invalid, new ProblemView("request-unreadable", cause, "Use an 'adit' of the same version as the server."));
}
