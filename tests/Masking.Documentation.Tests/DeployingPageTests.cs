using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Masking.Documentation.Tests;

/// <summary>The example of <c>docs/deploying.md</c>: the inputs and the outputs of an exported policy in a table.</summary>
public sealed class DeployingPageTests
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public void TheExample_HasTheNumbersOfTheFile()
    {
        (string Name, int[] Shape, string[] Values)[] rows = [.. ReadTable()];
        using InferenceSession session = new(Path.Combine(Repository.Root, "samples/Nim/nim.onnx"));
        NamedOnnxValue[] inputs =
            [.. rows.Where(row => session.InputNames.Contains(row.Name)).Select(row => Input(row.Name, row.Shape, row.Values))];
        Assert.Equal(session.InputNames.Order(), inputs.Select(input => input.Name).Order());

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        foreach (DisposableNamedOnnxValue output in outputs)
        {
            (_, int[] shape, string[] values) = rows.Single(row => row.Name == output.Name);
            if (output.ElementType == TensorElementType.Int64)
            {
                Assert.Equal(shape, output.AsTensor<long>().Dimensions.ToArray());
                Assert.Equal(values, output.AsEnumerable<long>().Select(value => value.ToString(CultureInfo.InvariantCulture)));
                continue;
            }

            Assert.Equal(shape, output.AsTensor<float>().Dimensions.ToArray());
            Assert.All(
                values.Zip(output.AsEnumerable<float>()),
                pair => Assert.Equal(float.Parse(pair.First, CultureInfo.InvariantCulture), pair.Second, Tolerance));
        }
    }

    /// <summary>The rows of the table: <c>| `Pile` (1, 12) | 0, 0, … |</c>.</summary>
    private static IEnumerable<(string Name, int[] Shape, string[] Values)> ReadTable()
    {
        string[] lines = [.. MarkdownPage.Read("docs/deploying.md").Prose];
        int heading = Array.IndexOf(lines, "| name | value |");
        Assert.True(heading >= 0, "docs/deploying.md has no table of an example.");
        foreach (string line in lines.Skip(heading + 2).TakeWhile(line => line.StartsWith('|')))
        {
            string[] cells = line.Trim('|').Split('|');
            string[] name = cells[0].Split('`');
            int[] shape = [.. name[2].Trim(' ', '(', ')').Split(", ").Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
            yield return (name[1], shape, cells[1].Trim().Split(", "));
        }
    }

    private static NamedOnnxValue Input(string name, int[] shape, string[] values) => bool.TryParse(values[0], out _)
        ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(Array.ConvertAll(values, bool.Parse), shape))
        : NamedOnnxValue.CreateFromTensor(
            name, new DenseTensor<float>(Array.ConvertAll(values, value => float.Parse(value, CultureInfo.InvariantCulture)), shape));
}
