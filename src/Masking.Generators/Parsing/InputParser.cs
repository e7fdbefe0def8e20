using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Parsing;

/// <summary>Parses the inputs of a policy.</summary>
internal static class InputParser
{
    private const string Cells = "number of values, channels × height × width,";

    public static InputModel? Parse(Declaration declaration, AxisNames axes, Reporter reporter) => declaration.Role switch
    {
        KnownTypes.Observation => ParseObservation(declaration, reporter),
        KnownTypes.EntityMask => ParseEntities(declaration, axes, reporter),
        _ => ParseAgentGrid(declaration, axes, reporter),
    };

    private static InputModel? ParseObservation(Declaration declaration, Reporter reporter)
    {
        int[] size = declaration.Attribute.Numbers();
        for (int i = 0; i < size.Length; i++)
        {
            PartTypes.RequireSize(declaration, declaration.Attribute.LocationOf(i), "size", size[i], reporter);
        }

        bool isMap = declaration.IsBroken ? declaration.Property.Type.Is(KnownTypes.GridEncoder) : size.Length == 3;
        if (isMap)
        {
            if (
                !PartTypes.HasTypeFor(
                    declaration,
                    KnownTypes.GridEncoder,
                    "a ConvEncoder, or a GridEncoder of your own",
                    reporter,
                    "(channels, height, width)"
                )
            )
            {
                return null;
            }

            PartTypes.RequireConstructor(declaration, reporter, "int channels", "int? height", "int? width");
            string map = $"(batch, {Join(size)})";
            Limits.RequireTensor(declaration, declaration.Attribute.Location(), Cells, map, reporter);
            int[] three = [.. size.Concat([0, 0, 0]).Take(3)];
            string arguments = MapArguments(declaration, three[0], three[1], three[2]);
            InitializerCheck.Run(
                declaration,
                reporter,
                ("channels", size.ElementAtOrDefault(0)),
                ("height", size.ElementAtOrDefault(1)),
                ("width", size.ElementAtOrDefault(2))
            );
            return new InputModel(declaration.Member, InputKind.Map, arguments, map, null, null) { Size = three.ToEquatableArray() };
        }

        const string Needed = "an MlpEncoder, or a VectorEncoder of your own";
        if (!PartTypes.HasTypeFor(declaration, KnownTypes.VectorEncoder, Needed, reporter, "(size)"))
        {
            return null;
        }

        PartTypes.RequireConstructor(declaration, reporter, "int inputs");
        InitializerCheck.Run(declaration, reporter, ("inputs", size.FirstOrDefault()));
        return new InputModel(declaration.Member, InputKind.Vector, Argument(declaration, "inputs", Join(size)),
            $"(batch, {Join(size)})", null, null)
        {
            Size = size.ToEquatableArray(),
        };
    }

    private static InputModel? ParseEntities(Declaration declaration, AxisNames axes, Reporter reporter)
    {
        if (
            !PartTypes.HasTypeFor(
                declaration,
                KnownTypes.EntityEncoder,
                "an AttentionEncoder, a DeepSetEncoder, or an EntityEncoder of your own",
                reporter
            )
        )
        {
            return null;
        }

        int features = declaration.Attribute.Numbers().FirstOrDefault();
        PartTypes.RequireSize(declaration, declaration.Attribute.LocationOf("features"), "number of features", features, reporter);
        PartTypes.RequireConstructor(declaration, reporter, "int features");
        InitializerCheck.Run(declaration, reporter, ("features", features));
        string entities = axes.EntitiesOf(declaration.Member.Name);
        return new InputModel(
            declaration.Member,
            InputKind.Entities,
            Argument(declaration, "features", Text(features)),
            $"(batch, {entities}, {Text(features)})",
            $"(batch, {entities})",
            declaration.Attribute.Named<bool>("Pairwise") ? $"(batch, {entities}, {entities})" : null)
        {
            Size = new[] { features }.ToEquatableArray(),
        };
    }

    private static InputModel? ParseAgentGrid(Declaration declaration, AxisNames axes, Reporter reporter)
    {
        if (!PartTypes.HasTypeFor(declaration, KnownTypes.GridEncoder, "a ConvEncoder, or a GridEncoder of your own", reporter))
        {
            return null;
        }

        int[] size = declaration.Attribute.Numbers();
        (int channels, int height, int width) = (size.ElementAtOrDefault(0), size.ElementAtOrDefault(1), size.ElementAtOrDefault(2));
        PartTypes.RequireSize(declaration, declaration.Attribute.LocationOf("channels"), "number of channels", channels, reporter);
        foreach ((string axis, int length) in new[] { ("height", height), ("width", width) }.Where(axis => axis.Item2 != 0))
        {
            PartTypes.RequireSize(declaration, declaration.Attribute.LocationOf(axis), "size", length, reporter);
        }

        PartTypes.RequireConstructor(declaration, reporter, "int channels", "int? height", "int? width");
        InitializerCheck.Run(declaration, reporter, ("channels", channels), ("height", height > 0 ? height : null),
            ("width", width > 0 ? width : null));
        (string heightAxis, string widthAxis) = axes.CellsOf(declaration.Member.Name, height, width);
        string shape = $"(batch, {Text(channels)}, {heightAxis}, {widthAxis})";
        Limits.RequireTensor(declaration, declaration.Attribute.Location(), Cells, shape, reporter);
        return new InputModel(
            declaration.Member,
            InputKind.AgentMap,
            MapArguments(declaration, channels, height, width),
            shape,
            $"(batch, {heightAxis}, {widthAxis})",
            null)
        {
            Size = new[] { channels, height, width }.ToEquatableArray(),
        };
    }

    private static string MapArguments(Declaration declaration, int channels, int height, int width)
    {
        string type = PartTypes.HasSimilarConstructors(declaration) ? "(int?)" : "";
        return string.Join(", ",
            Argument(declaration, "channels", Text(channels)),
            Argument(declaration, "height", type + (height > 0 ? Text(height) : "null")),
            Argument(declaration, "width", type + (width > 0 ? Text(width) : "null")));
    }

    private static string Argument(Declaration declaration, string parameter, string value) =>
        declaration.Member.HasKnownParameters ? $"{parameter}: {value}" : value;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Join(int[] numbers) => string.Join(", ", numbers.Select(Text));
}
