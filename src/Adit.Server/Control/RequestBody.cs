using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Adit.Server.Control;

/// <summary>Reads the JSON of a request.</summary>
internal static class RequestBody
{
    /// <summary>The body; refused where it is not what the type wants, with <paramref name="isWhole"/> for what JSON cannot say.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
            return body is not null && isWhole(body) ? body : throw RequestQuery.Unreadable("The body lacks a field.");
        }
        catch (JsonException exception)
        {
            throw RequestQuery.Unreadable($"The body is not the JSON expected (line {exception.LineNumber + 1}).");
        }
        catch (BadHttpRequestException)
        {
            throw RequestQuery.Unreadable("The body is longer than any, or broken off.");
        }
    }
}
