using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

/// <summary>Nested arrays of numbers, of booleans, or of strings that represent infinities and NaN.</summary>
[JsonConverter(typeof(Converter))]
public sealed record Numbers(double[] Values, long[] Shape)
{
    public Tensor Floats() => Tensor().to(ScalarType.Float32);

    public Tensor Doubles() => Tensor();

    public Tensor Mask() => Tensor().to(ScalarType.Bool);

    public Tensor Actions() => Tensor().to(ScalarType.Int64);

    public long[] Integers() => [.. Values.Select(value => (long)value)];

    private Tensor Tensor() => tensor(Values, Shape, ScalarType.Float64);

    private sealed class Converter : JsonConverter<Numbers>
    {
        public override Numbers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            List<double> values = [];
            List<long> shape = [];
            Append(JsonElement.ParseValue(ref reader), 0, values, shape);
            return new Numbers([.. values], [.. shape]);
        }

        public override void Write(Utf8JsonWriter writer, Numbers value, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        private static void Append(JsonElement element, int axis, List<double> values, List<long> shape)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                values.Add(Number(element));
                return;
            }

            if (axis == shape.Count)
            {
                shape.Add(element.GetArrayLength());
            }

            Assert.Equal(shape[axis], element.GetArrayLength());
            foreach (JsonElement inner in element.EnumerateArray())
            {
                Append(inner, axis + 1, values, shape);
            }
        }

        private static double Number(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when element.GetString() == "Infinity" => double.PositiveInfinity,
            JsonValueKind.String when element.GetString() == "-Infinity" => double.NegativeInfinity,
            JsonValueKind.String when element.GetString() == "NaN" => double.NaN,
            _ => element.GetDouble(),
        };
    }
}
