namespace LakeSql.Tests;

/// <summary>The types of TPC-DS, which its CSV files do not tell.</summary>
internal static class Tpcds
{
    private static readonly string[] Integers =
    [
        "order_number", "ticket_number", "catalog_number", "catalog_page_number", "quantity", "employees", "sq_ft",
        "mkt_id", "division", "company", "division_id", "company_id", "market_id", "floor_space", "number_employees",
        "birth_day", "birth_month", "birth_year", "purchase_estimate", "dep_count", "dep_employed_count",
        "dep_college_count", "vehicle_count", "lower_bound", "upper_bound", "quantity_on_hand", "brand_id", "class_id",
        "category_id", "manufact_id", "manager_id", "response_target", "time", "hour", "minute", "second",
        "char_count", "link_count", "image_count", "max_ad_count", "return_quantity", "month_seq", "week_seq",
        "quarter_seq", "year", "dow", "moy", "dom", "qoy", "fy_year", "fy_quarter_seq", "fy_week_seq", "first_dom",
        "last_dom", "same_day_ly", "same_day_lq", "warehouse_sq_ft",
    ];

    private static readonly string[] Amounts =
    [
        "amount", "amt", "tax", "fee", "cost", "cash", "charge", "credit", "loss", "price", "paid", "ship", "profit",
        "percentage", "offset",
    ];

    /// <summary>The query that gives a table's rows from its CSV file, with the types of the standard.</summary>
    /// <param name="reader">The call that reads the file with every column as text.</param>
    /// <param name="columns">The names in the file's first line.</param>
    public static string Select(string reader, IEnumerable<string> columns) =>
        $"SELECT {string.Join(", ", columns.Select(c => $"{Cast(c)} AS {c}"))} FROM {reader}";

    /// <summary>Whole numbers of columns with NULLs stand in the files as <c>42.0</c>.</summary>
    private static string Cast(string column)
    {
        var (stem, last) = (column[(column.IndexOf('_') + 1)..], column[(column.LastIndexOf('_') + 1)..]);
        return last == "sk" || Integers.Contains(stem) ? $"CAST(CAST({column} AS DOUBLE) AS INTEGER)"
            : last == "date" ? $"CAST({column} AS DATE)"
            : Amounts.Contains(last) ? $"CAST({column} AS DECIMAL(7,2))"
            : column;
    }
}
